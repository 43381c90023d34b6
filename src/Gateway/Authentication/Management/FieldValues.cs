using System.Text.Json;
using Gateway.Configuration;
using Gateway.Configuration.Binding;
using Gateway.Wire.Errors;

namespace Gateway.Authentication.Management;

/// <summary>Reads field values by the same rules as the configuration.</summary>
internal static class FieldValues
{
    private const int MaxItems = 200;
    private const int MaxItem = 256;

    /// <summary>Reads a text for people and logs; null where allowed.</summary>
    public static Managed<T> Text<T>(string field, JsonElement json, Func<string?, T> set, bool required = false)
        where T : class
    {
        if (json.ValueKind == JsonValueKind.Null && !required)
        {
            return set(null);
        }

        return json.ValueKind == JsonValueKind.String && IsName(json.GetString()!)
            ? set(json.GetString())
            : ApiErrors.InvalidValue(field, $"must be {KeyConfig.NameWanted}{(required ? "" : ", or null")}.");
    }

    public static Managed<T> Flag<T>(string field, JsonElement json, Func<bool, T> set)
        where T : class =>
        json.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? set(json.GetBoolean())
            : ApiErrors.InvalidType(field, "true or false", $"{json.ValueKind}");

    public static Managed<T> Word<T, TEnum>(string field, JsonElement json, Func<TEnum, T> set)
        where T : class
        where TEnum : struct, Enum =>
        json.ValueKind == JsonValueKind.String && ScalarParser.Parse(json.GetString()!, typeof(TEnum)) is TEnum value
            ? set(value)
            : ApiErrors.InvalidValue(field, $"must be {ScalarParser.Wanted(typeof(TEnum))}.");

    public static Managed<T> Moment<T>(string field, JsonElement json, Func<DateTimeOffset?, T> set)
        where T : class => json.ValueKind switch
        {
            JsonValueKind.Null => set(null),
            // As the API itself writes them, and as the configuration takes them.
            JsonValueKind.String when json.TryGetDateTimeOffset(out var moment) && moment.Year > 1970 => set(moment.ToUniversalTime()),
            JsonValueKind.String when ScalarParser.Parse(json.GetString()!, typeof(DateTimeOffset)) is DateTimeOffset day => set(day),
            _ => ApiErrors.InvalidValue(field, $"must be {ScalarParser.Wanted(typeof(DateTimeOffset))}, or null."),
        };

    /// <param name="field">The field's name.</param>
    /// <param name="json">The value.</param>
    /// <param name="set">Sets it.</param>
    /// <param name="why">Says what is wrong with an item; null when nothing is.</param>
    public static Managed<T> List<T>(string field, JsonElement json, Func<IReadOnlyList<string>, T> set, Func<string, string?>? why = null)
        where T : class
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return set([]);
        }

        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > MaxItems)
        {
            return ApiErrors.InvalidValue(field, $"must be a list of at most {MaxItems} names.");
        }

        var items = new List<string>();
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || item.GetString() is not { } text || !IsName(text, MaxItem))
            {
                return ApiErrors.InvalidValue(field, $"holds what is no name of 1 to {MaxItem} characters.");
            }

            if (why?.Invoke(text) is { } fault)
            {
                return ApiErrors.InvalidValue(field, fault);
            }

            items.Add(text);
        }

        return set(items);
    }

    public static Managed<T> Limits<T>(JsonElement json, Func<QuotaLimitsConfig, T> set)
        where T : class
    {
        var limits = LimitFields.Read(json);
        return limits.Value is { } value ? set(value) : limits.Error!;
    }

    public static Managed<T> TimeZone<T>(JsonElement json, Func<string?, T> set)
        where T : class
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return set(null);
        }

        return json.ValueKind == JsonValueKind.String && TimeZoneInfo.TryFindSystemTimeZoneById(json.GetString()!, out _)
            ? set(json.GetString())
            : ApiErrors.InvalidValue("timeZone", "must be an IANA name such as Asia/Shanghai, or null.");
    }

    // A list is stored as lines, and a name appears in logs: neither may contain control characters.
    public static bool IsName(string text, int max = 100) =>
        text.Length <= max
            && !text.Any(
                static c => char.IsControl(c)
                    || char.IsSurrogate(c)
                    || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format)
        && text.Length > 0 && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]);
}
