namespace Gateway.Configuration;

/// <summary>Counts money in whole billionths, never in floating point, so that a sum of rows is exact in any order.</summary>
internal static class Money
{
    /// <summary>Billionths in one unit of a currency.</summary>
    public const decimal NanoPerUnit = 1_000_000_000;

    /// <summary>
    /// Rounds half up. An amount that does not fit becomes the largest number: then a limit holds, where a wrapped number would let
    /// everything pass.
    /// </summary>
    /// <param name="nano">Billionths, at least 0.</param>
    public static long ToNano(decimal nano) =>
        nano >= long.MaxValue ? long.MaxValue : (long)Math.Round(nano, MidpointRounding.AwayFromZero);
}
