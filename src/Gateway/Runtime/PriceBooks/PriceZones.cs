namespace Gateway.Runtime.PriceBooks;

/// <summary>Finds the time zones with summer time that price books name. Only these need the machine's time zone data.</summary>
internal static class PriceZones
{
    public static TimeZoneInfo? Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
