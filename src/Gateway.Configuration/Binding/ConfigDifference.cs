using System.Collections;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration.Binding;

/// <summary>Finds the keys in which two configurations differ.</summary>
internal static class ConfigDifference
{
    /// <summary>Finds the paths of the keys that differ, such as <c>limits.bodySize</c>; for a list, the list's own.</summary>
    public static IReadOnlyList<string> Between(GatewayConfig before, GatewayConfig after)
    {
        var paths = new List<string>();
        Compare(before, after, typeof(GatewayConfig), "", paths);
        return paths;
    }

    /// <summary>Copies the values in force into a new configuration for all keys that are read at start only.</summary>
    /// <param name="started">The configuration the gateway was started with.</param>
    /// <param name="next">A newer one that nobody else has yet.</param>
    /// <returns>The keys that take effect at the next start.</returns>
    public static IReadOnlyList<string> Hold(GatewayConfig started, GatewayConfig next)
    {
        var paths = new List<string>();
        Hold(started, next, typeof(GatewayConfig), "", paths);
        return paths;
    }

    private static void Hold(object started, object next, Type type, string prefix, List<string> paths)
    {
        foreach (var property in ConfigProperty.Of(type))
        {
            var (was, wanted) = (property.ValueOf(started), property.ValueOf(next));
            if (property.NeedsRestart)
            {
                Compare(property, was, wanted, prefix + property.Key, paths);
                property.Set(next, was);
            }
            else if (property.IsGroup && was is not null && wanted is not null)
            {
                Hold(was, wanted, property.Type, prefix + property.Key + ".", paths);
            }
        }
    }

    private static void Compare(object before, object after, Type type, string prefix, List<string> paths)
    {
        foreach (var property in ConfigProperty.Of(type))
        {
            Compare(property, property.ValueOf(before), property.ValueOf(after), prefix + property.Key, paths);
        }
    }

    private static void Compare(ConfigProperty property, object? before, object? after, string path, List<string> paths)
    {
        if (property.IsGroup && before is not null && after is not null)
        {
            Compare(before, after, property.Type, path + ".", paths);
        }
        else if (!(before is IList list && after is IList other ? AreEqual(list, other, property.ItemType!) : Equals(before, after)))
        {
            paths.Add(path);
        }
    }

    private static bool AreEqual(IList before, IList after, Type item)
    {
        if (before.Count != after.Count)
        {
            return false;
        }

        var paths = new List<string>();
        for (var i = 0; i < before.Count && paths.Count == 0; i++)
        {
            if (!ConfigProperty.IsGroupType(item))
            {
                if (!Equals(before[i], after[i]))
                {
                    return false;
                }

                continue;
            }

            Compare(before[i]!, after[i]!, item, "", paths);
        }

        return paths.Count == 0;
    }
}
