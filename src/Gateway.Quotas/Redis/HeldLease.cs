using Gateway.Configuration;

namespace Gateway.Quotas.Redis;

/// <summary>
/// The share of one subject's limits that this replica holds. Not thread-safe: <see cref="ReplicaCounters"/> holds the lock.
/// </summary>
internal sealed class HeldLease
{
    public required QuotaSubject Subject { get; set; }

    /// <summary>The largest recent estimate for a request.</summary>
    public QuotaAmount Estimate { get; set; }

    /// <summary>The amount that may still be admitted. Redis has at least this much set aside.</summary>
    public QuotaAmount Left { get; set; }

    /// <summary>The time of the last request for this subject.</summary>
    public long UsedAt { get; set; }

    /// <summary>The time at which to ask Redis again.</summary>
    public long DueAt { get; set; }

    /// <summary>
    /// The time until which Redis is certain to keep the amounts set aside; <see cref="PlacesGoodUntil"/> is the same for the places.
    /// </summary>
    public long GoodUntil { get; set; }

    public long PlacesGoodUntil { get; set; }

    public QuotaAmount LeftAt(long now) =>
        (now < GoodUntil ? Left : default).With(Meter.Concurrent, now < PlacesGoodUntil ? Left[Meter.Concurrent] : 0);
}
