using System.Globalization;

namespace Gateway.Configuration;

/// <summary>Durations as written in the configuration: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>, <c>30d</c>.</summary>
internal static class Duration
{
    private static readonly (string Unit, double Milliseconds)[] Units = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        foreach (var (unit, milliseconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number * milliseconds <= TimeSpan.MaxValue.TotalMilliseconds)
            {
                duration = TimeSpan.FromMilliseconds(number * milliseconds);
                return true;
            }
        }

        duration = default;
        return false;
    }

    public static string Format(TimeSpan duration)
    {
        var (unit, milliseconds) = Units.Last(u => duration.TotalMilliseconds % u.Milliseconds == 0);
        return string.Create(
            CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds / milliseconds:0}{(duration == default ? "s" : unit)}");
    }
}
