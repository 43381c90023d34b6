namespace Gateway.Configuration;

/// <summary>Finds the start of a day by the clocks of a zone. Quotas and reports share it, so that they mean the same days.</summary>
internal static class LocalDay
{
    /// <summary>
    /// Returns the first moment of a day, in Unix seconds. If the clocks go forward at midnight, it is the moment after the gap. If they go
    /// back across midnight, it is the first of the two midnights, so that every moment belongs to a day.
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
