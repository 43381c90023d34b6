namespace Gateway.Load.Report;

internal static class Statistics
{
    /// <summary>The nearest rank in sorted values; not a number when there are none.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double rank) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(rank * sorted.Count) - 1)];

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
