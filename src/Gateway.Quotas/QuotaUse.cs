using Gateway.Configuration;

namespace Gateway.Quotas;

/// <summary>The amounts used and reserved at one counter.</summary>
internal readonly record struct QuotaUse
{
    public required QuotaSubject Subject { get; init; }

    public QuotaAmount InMinute { get; init; }

    public long Concurrent { get; init; }

    public QuotaAmount InDay { get; init; }

    public QuotaAmount InMonth { get; init; }

    public long Of(LimitKind kind) => kind.Window switch
    {
        LimitWindow.Minute => InMinute[kind.Meter],
        LimitWindow.AtOnce => Concurrent,
        LimitWindow.Day => InDay[kind.Meter],
        LimitWindow.Month => InMonth[kind.Meter],
    };
}
