using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Gateway.Configuration.Binding;

/// <summary>Converts the text of a YAML scalar to a value of the wanted type.</summary>
internal static class ScalarParser
{
    /// <returns>The value; null when the text is not one.</returns>
    public static object? Parse(string text, Type type) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(bool) => text switch { "true" => true, "false" => false, _ => null },
        _ when type == typeof(int) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ when type == typeof(long) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ when type == typeof(decimal) =>
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null,
        _ when type == typeof(DateOnly) =>
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
                ? moment
                : null,
        _ when type == typeof(TimeSpan) => Duration.TryParse(text, out var duration) ? duration : null,
        _ when type == typeof(ByteSize) => ByteSize.TryParse(text, out var size) ? size : null,
        _ => Enum.GetValues(type).Cast<object>().FirstOrDefault(v => NameOf(v) == text),
    };

    public static string Format(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        TimeSpan duration => Duration.Format(duration),
        Enum => NameOf(value),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>Describes what the operator should have written.</summary>
    public static string Wanted(Type type) => type switch
    {
        _ when type == typeof(string) => "a text",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ when type == typeof(decimal) => "a number",
        _ when type == typeof(DateOnly) => "a day such as 2026-11-24",
        _ when type == typeof(DateTimeOffset) => "a moment such as 2026-12-31 or 2026-12-31T18:00:00Z",
        _ when type == typeof(TimeSpan) => "a duration such as 500ms, 30s, 5m or 1h",
        _ when type == typeof(ByteSize) => "a size such as 512KiB or 32MiB",
        _ => "one of " + string.Join(", ", NamesOf(type)),
    };

    public static IEnumerable<string> NamesOf(Type type) => Enum.GetValues(type).Cast<object>().Select(NameOf);

    private static string NameOf(object value)
    {
        var name = value.ToString()!;
        var attribute = value.GetType().GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>();
        return attribute?.Name ?? name.ToLowerInvariant();
    }
}
