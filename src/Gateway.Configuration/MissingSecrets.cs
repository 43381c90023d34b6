using System.Collections;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

/// <summary>Finds the secrets that are missing from the places the configuration names.</summary>
internal static class MissingSecrets
{
    /// <returns>One line for each, such as <c>backends[0].credential: the environment variable KEY is not set</c>.</returns>
    public static IReadOnlyList<string> Of(GatewayConfig config) => [.. In(config, typeof(GatewayConfig), "")];

    private static IEnumerable<string> In(object group, Type type, string prefix)
    {
        foreach (var property in ConfigProperty.Of(type))
        {
            var path = prefix + property.Key;
            switch (property.ValueOf(group))
            {
                case SecretConfig secret when SecretReader.Read(secret).Missing is { } missing:
                    yield return $"{path}: {missing}";
                    break;
                case IList list when ConfigProperty.IsGroupType(property.ItemType!):
                    foreach (var line in list.Cast<object>().Index().SelectMany(i => In(i.Item, property.ItemType!, $"{path}[{i.Index}].")))
                    {
                        yield return line;
                    }

                    break;
                case { } inner when property.IsGroup && inner is not SecretConfig:
                    foreach (var line in In(inner, property.Type, path + "."))
                    {
                        yield return line;
                    }

                    break;
            }
        }
    }
}
