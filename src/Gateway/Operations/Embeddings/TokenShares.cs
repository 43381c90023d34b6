namespace Gateway.Operations.Embeddings;

/// <summary>Divides the tokens that a backend reports for several requests among them, in proportion to the gateway's own counts.</summary>
internal static class TokenShares
{
    /// <param name="told">The tokens reported for all.</param>
    /// <param name="counts">The gateway's count of each request.</param>
    /// <returns>Shares of at least one token that add up to the reported number; null when that is too small or missing.</returns>
    public static long[]? Of(long? told, long[] counts)
    {
        if (told is not { } all || all < counts.Length)
        {
            return null;
        }

        // Each surely has one token. The rest is cut at cumulative boundaries, so that what is rounded off one share goes to the next.
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
