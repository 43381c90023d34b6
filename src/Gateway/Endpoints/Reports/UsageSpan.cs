using Gateway.Wire.Errors;

namespace Gateway.Endpoints.Reports;

/// <summary>Reads the requested time range.</summary>
internal static class UsageSpan
{
    private const int UsualDays = 30;
    private const string Allowed =
        "Write a day such as 2026-11-24, a month such as 2026-11, or a moment such as 2026-11-24T08:00:00Z or "
        + "2026-11-24T08:00:00+08:00, from 2000 to 2199.";

    /// <param name="values">The parameters by name; null for a missing one.</param>
    /// <param name="settings">The defaults.</param>
    /// <param name="zone">The time zone of days and months.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment after the range.</param>
    public static ApiError? TryRead(
        Func<string, string?> values, UsageSettings settings, TimeZoneInfo zone, out DateTimeOffset from, out DateTimeOffset to)
    {
        var moments = new UsageMoments(zone);
        var (fromText, toText, last) = (values("from"), values("to"), values("last"));
        // Includes the current step, even in its first moment.
        to = moments.Here(UsageSteps.Next(settings.Now.AddTicks(1), settings.Step));
        from = moments.DaysBefore(to, UsualDays);
        if (last is not null)
        {
            if (fromText is not null || toText is not null)
            {
                return ApiErrors.InvalidValue("last", "says what 'from' and 'to' say. Send it or them.");
            }

            if (moments.ReadLast(last, settings.Now) is not { } beginning)
            {
                return ApiErrors.InvalidValue(
                    "last", $"is '{last}'. Write hours, days or months up to 10000h, 10000d or 1200mo, such as 24h, 30d or 12mo.");
            }

            from = beginning;
            return null;
        }

        if (toText is not null)
        {
            if (moments.Read(toText, isEnd: true) is not { } end)
            {
                return ApiErrors.InvalidValue("to", $"is '{toText}'. {Allowed}");
            }

            to = end;
            from = moments.DaysBefore(end, UsualDays);
        }

        if (fromText is not null)
        {
            if (moments.Read(fromText, isEnd: false) is not { } beginning)
            {
                return ApiErrors.InvalidValue("from", $"is '{fromText}'. {Allowed}");
            }

            from = beginning;
        }

        return from < to
            ? null
            : ApiErrors.InvalidValue(
                "from",
                $"must be before 'to', which is {(toText is null ? "now" : to.ToString("yyyy-MM-dd'T'HH:mm:sszzz", null))}. It is "
                + $"{from:yyyy-MM-dd'T'HH:mm:sszzz}.");
    }
}
