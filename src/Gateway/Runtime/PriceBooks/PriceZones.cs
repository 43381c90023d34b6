namespace Gateway.Runtime.PriceBooks;

/// <summary>Finds the time zones that price books name and that have summer time; the others need no data of the machine.</summary>
internal static class PriceZones
{
    public static TimeZoneInfo? Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
