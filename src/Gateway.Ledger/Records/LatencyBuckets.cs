namespace Gateway.Ledger.Records;

/// <summary>The histogram bounds of the sums: those named in OpenTelemetry's GenAI conventions, plus larger ones for cold loads.</summary>
internal static class LatencyBuckets
{
    // In milliseconds; a bound belongs to the bucket below it. The last bucket has no bound.
    private static readonly int[] Bounds = [
        10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_240, 20_480, 40_960, 81_920, 163_840, 327_680
    ];

    public static int Count => Bounds.Length + 1;

    /// <summary>Finds the bucket of a time.</summary>
    public static int Of(int milliseconds)
    {
        var index = Array.BinarySearch(Bounds, milliseconds);
        return index < 0 ? ~index : index;
    }

    /// <summary>
    /// Estimates the time that a share of all requests stayed within, in milliseconds, interpolated within its bucket; null when there are
    /// none.
    /// </summary>
    /// <param name="counts">The number in each bucket.</param>
    /// <param name="share">The share, from 0 to 1.</param>
    public static double? Quantile(ReadOnlySpan<long> counts, double share)
    {
        long all = 0;
        foreach (var count in counts)
        {
            all += count;
        }

        if (all == 0)
        {
            return null;
        }

        var wanted = share * all;
        long before = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (before + counts[i] >= wanted && counts[i] > 0)
            {
                double low = i == 0 ? 0 : Bounds[i - 1];
                var high = i < Bounds.Length ? Bounds[i] : low;
                return low + (high - low) * (wanted - before) / counts[i];
            }

            before += counts[i];
        }

        return Bounds[^1];
    }
}
