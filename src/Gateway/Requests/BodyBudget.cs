namespace Gateway.Requests;

/// <summary>Counts what all request bodies hold together, so that many large ones at a time cannot take all memory.</summary>
internal sealed class BodyBudget
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
