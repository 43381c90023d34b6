using System.Globalization;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.Configuration.Binding;
using Gateway.Configuration.Fields;
using Gateway.Wire.Errors;

namespace Gateway.Authentication.Management;

/// <summary>Reads limits with the names and bounds of the configuration, so that both are the same.</summary>
internal static class LimitFields
{
    private static readonly IReadOnlyList<ConfigProperty> Properties = ConfigProperty.Of(typeof(QuotaLimitsConfig));

    /// <summary>Lists the limits that are set.</summary>
    public static IEnumerable<(string Name, decimal Value)> Of(QuotaLimitsConfig? limits)
    {
        foreach (var property in limits is null ? [] : Properties)
        {
            if (property.ValueOf(limits!) is { } value)
            {
                yield return (property.Key, Convert.ToDecimal(value, CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Reads an object of limits; null and an empty object mean none.</summary>
    public static Managed<QuotaLimitsConfig> Read(JsonElement json)
    {
        var limits = new QuotaLimitsConfig();
        if (json.ValueKind == JsonValueKind.Null)
        {
            return limits;
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return ApiErrors.InvalidType("limits", "an object", $"{json.ValueKind}");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!seen.Add(member.Name))
            {
                return ApiErrors.DuplicateKey($"limits.{member.Name}");
            }

            if (Properties.FirstOrDefault(p => p.Key == member.Name) is not { } property)
            {
                return ApiErrors.UnknownField($"limits.{member.Name}", Properties.Select(static p => p.Key));
            }

            if (member.Value.ValueKind != JsonValueKind.Null && Set(limits, property, member.Value) is { } error)
            {
                return error;
            }
        }

        return limits;
    }

    /// <summary>The reason a gateway with this configuration cannot enforce the limits; null when it can.</summary>
    public static ApiError? WhyNotKept(QuotaLimitsConfig? limits, GatewayConfig config) =>
        limits?.Budget is { } budget && config.KeepsNoBudgets
            ? ApiErrors.InvalidValue(
                $"limits.{budget}", $"cannot be kept while this gateway counts in Redis: {QuotaLimitsConfig.WhyNotShared}")
            : null;

    private static ApiError? Set(QuotaLimitsConfig limits, ConfigProperty property, JsonElement value)
    {
        var within = property.Within!;
        var number = value.ValueKind == JsonValueKind.Number ? ScalarParser.Parse(value.GetRawText(), property.Type) : null;
        if (number is not IComparable comparable
            || comparable.CompareTo(ScalarParser.Parse(within.Min, property.Type)) < 0
            || comparable.CompareTo(ScalarParser.Parse(within.Max, property.Type)) > 0)
        {
            return ApiErrors.InvalidValue(
                $"limits.{property.Key}", $"must be {ScalarParser.Wanted(property.Type)} from {within.Min} to {within.Max}, or null.");
        }

        property.Set(limits, number);
        return null;
    }
}
