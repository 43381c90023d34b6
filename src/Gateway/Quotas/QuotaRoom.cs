namespace Gateway.Quotas;

/// <summary>How much of a limit per minute is left, at the counter with the least.</summary>
/// <param name="Limit">The limit; 0 when there is none.</param>
/// <param name="Left">What is left of it after this request.</param>
/// <param name="Reset">When it will be whole again if nothing more is used.</param>
internal readonly record struct QuotaRoom(long Limit, long Left, TimeSpan Reset)
{
    public bool Exists => Limit > 0;
}
