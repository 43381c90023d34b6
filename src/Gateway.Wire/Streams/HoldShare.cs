namespace Gateway.Wire.Streams;

/// <summary>One stream's share of the bytes that all hold back. It is counted in steps, so that the shared
/// counter is rarely touched.</summary>
/// <param name="budget">The shared counter.</param>
/// <param name="limit">The most that all may hold.</param>
internal sealed class HoldShare(HoldBudget budget, long limit)
{
    private const int Step = 16 * 1024;
    private long _counted;

    /// <summary>True when any of the share is counted.</summary>
    public bool IsCounted => _counted > 0;

    /// <returns>False when there is no room for that many bytes.</returns>
    public bool TryHold(long bytes)
    {
        var wanted = (bytes + Step - 1) / Step * Step;
        if (wanted > _counted && !budget.TryTake(wanted - _counted, limit))
        {
            return false;
        }

        if (wanted < _counted)
        {
            budget.Give(_counted - wanted);
        }

        _counted = wanted;
        return true;
    }
}
