using Gateway.Configuration;

namespace Gateway.Quotas.Redis;

/// <summary>What this replica holds of one subject's limits. Not safe for threads: <see cref="ReplicaCounters"/> has the lock.</summary>
internal sealed class HeldLease
{
    public required QuotaSubject Subject { get; set; }

    /// <summary>The most that a request was expected to use of late.</summary>
    public QuotaAmount Estimate { get; set; }

    /// <summary>What may be admitted from it. Redis has no less set aside.</summary>
    public QuotaAmount Left { get; set; }

    /// <summary>When a request went by this subject last.</summary>
    public long UsedAt { get; set; }

    /// <summary>When Redis is to be asked again.</summary>
    public long DueAt { get; set; }

    /// <summary>How long Redis surely keeps the amounts set aside, and the places.</summary>
    public long GoodUntil { get; set; }

    public long PlacesGoodUntil { get; set; }

    public QuotaAmount LeftAt(long now) =>
        (now < GoodUntil ? Left : default).With(Meter.Concurrent, now < PlacesGoodUntil ? Left[Meter.Concurrent] : 0);
}
