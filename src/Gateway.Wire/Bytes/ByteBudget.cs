namespace Gateway.Wire.Bytes;

/// <summary>Counts bytes held by many under one limit. Thread-safe.</summary>
internal abstract class ByteBudget
{
    private long _held;

    /// <summary>Bytes held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <returns>False, with nothing taken, when the limit would be exceeded.</returns>
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
