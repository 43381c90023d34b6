namespace Gateway.Operations.Embeddings;

/// <summary>Divides the tokens that a backend tells of several requests among them, by the gateway's own count of each.</summary>
internal static class TokenShares
{
    /// <param name="told">What the backend tells of all.</param>
    /// <param name="counts">How long each is.</param>
    /// <returns>The shares, of one token at least, which add up to what was told; null where so much was not told.</returns>
    public static long[]? Of(long? told, long[] counts)
    {
        if (told is not { } all || all < counts.Length)
        {
            return null;
        }

        // Each has one token for certain. The rest is cut where each begins and ends: what is rounded off one is the next one's.
        var (left, sum, passed) = (all - counts.Length, counts.Sum(), 0L);
        var shares = new long[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            var before = left * passed / sum;
            passed += counts[i];
            shares[i] = 1 + (left * passed / sum) - before;
        }

        return shares;
    }
}
