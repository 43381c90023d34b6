namespace Gateway.Protocol;

/// <summary>Counts bytes that many hold together, so that they keep to one limit. Safe for use by many threads.</summary>
internal abstract class ByteBudget
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
