namespace Gateway.Quotas;

/// <summary>How much of a limit per minute is left, at the counter with the least.</summary>
/// <param name="Limit">The limit; 0 when there is none.</param>
/// <param name="Left">What is left of it after this request.</param>
internal readonly record struct QuotaRoom(long Limit, long Left)
{
    public bool Exists => Limit > 0;

    /// <summary>The tighter of the two.</summary>
    public QuotaRoom Or(long? limit, long left) => limit is { } other && (!Exists || left < Left) ? new QuotaRoom(other, left) : this;
}
