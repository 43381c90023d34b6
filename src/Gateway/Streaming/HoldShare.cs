namespace Gateway.Streaming;

/// <summary>One stream's part of what all hold back together. It is counted in steps, so that the counter is seldom touched.</summary>
/// <param name="budget">The counter of all.</param>
/// <param name="limit">The most that all may hold.</param>
internal sealed class HoldShare(HoldBudget budget, long limit)
{
    private const int Step = 16 * 1024;
    private long _counted;

    /// <summary>Whether any of it is counted.</summary>
    public bool IsCounted => _counted > 0;

    /// <returns>False when there is no room for so many bytes.</returns>
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
