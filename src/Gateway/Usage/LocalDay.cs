namespace Gateway.Usage;

/// <summary>
/// Where a day begins by the clocks of a zone: one answer for quotas and for reports, so that they speak of the same days.
/// </summary>
internal static class LocalDay
{
    /// <summary>
    /// The first moment of a day, in Unix seconds. Where the clocks go forward at midnight it is the one after the gap; where they go
    /// back over it, the first of the two midnights, so that no moment belongs to no day.
    /// </summary>
    public static long StartOf(TimeZoneInfo zone, DateTime midnight)
    {
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUnixTimeSeconds();
    }
}
