using System.Collections.Frozen;

namespace Gateway.Routing.Models;

/// <summary>
/// Time zones whose clocks never change, by name. They need no data of the machine, so that a price by the hour in Shanghai means the same
/// hour in a container without time zones.
/// </summary>
public static class FixedZones
{
    private static readonly FrozenDictionary<string, TimeZoneInfo> All = new (string Name, double Hours)[]
    {
        ("UTC", 0), ("Etc/UTC", 0), ("Asia/Shanghai", 8), ("Asia/Hong_Kong", 8), ("Asia/Taipei", 8), ("Asia/Singapore", 8),
        ("Asia/Tokyo", 9), ("Asia/Seoul", 9), ("Asia/Kolkata", 5.5), ("Asia/Dubai", 4),
    }.ToFrozenDictionary(
        static z => z.Name,
        static z => TimeZoneInfo.CreateCustomTimeZone(z.Name, TimeSpan.FromHours(z.Hours), z.Name, z.Name),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a zone.</summary>
    /// <param name="name">Its IANA name, such as <c>Asia/Shanghai</c>.</param>
    /// <returns>The zone, or <see langword="null"/> when its clocks change or it is not known here.</returns>
    public static TimeZoneInfo? Find(string name) => All.GetValueOrDefault(name);
}
