namespace Gateway.Usage;

/// <summary>Money is counted in whole billionths, never in floating point, so that a sum of rows is exact in any order.</summary>
internal static class Money
{
    /// <summary>Billionths in one unit of a currency.</summary>
    public const decimal NanoPerUnit = 1_000_000_000;

    /// <summary>
    /// Rounds half up. What does not fit is the largest number there is: a limit then holds, where a wrapped number would let everything
    /// pass.
    /// </summary>
    /// <param name="nano">Billionths, at least 0.</param>
    public static long ToNano(decimal nano) =>
        nano >= long.MaxValue ? long.MaxValue : (long)Math.Round(nano, MidpointRounding.AwayFromZero);
}
