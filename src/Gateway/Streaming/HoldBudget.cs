namespace Gateway.Streaming;

/// <summary>
/// Counts what all streams hold back together, so that many at a time cannot take all memory: what came before an answer began, and
/// events that have not ended yet.
/// </summary>
internal sealed class HoldBudget
{
    private long _held;

    /// <summary>Bytes held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <returns>False, and nothing is taken, when that would be more than the limit.</returns>
    public bool TryTake(long count, long limit)
    {
        if (Interlocked.Add(ref _held, count) <= limit)
        {
            return true;
        }

        Give(count);
        return false;
    }

    public void Give(long count) => Interlocked.Add(ref _held, -count);
}
