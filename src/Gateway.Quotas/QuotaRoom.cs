namespace Gateway.Quotas;

/// <summary>The room left under a per-minute limit, at the counter with the least.</summary>
/// <param name="Limit">The limit; 0 when there is none.</param>
/// <param name="Left">The amount left after this request.</param>
internal readonly record struct QuotaRoom(long Limit, long Left)
{
    public bool Exists => Limit > 0;

    /// <summary>Chooses the one with less left: this room, or that of another limit.</summary>
    public QuotaRoom Or(long? limit, long left) => limit is { } other && (!Exists || left < Left) ? new QuotaRoom(other, left) : this;
}
