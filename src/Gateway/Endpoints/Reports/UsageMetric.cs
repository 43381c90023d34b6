using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;

namespace Gateway.Endpoints.Reports;

/// <summary>One metric of a usage report. Each is one column or a few. The metrics of the record's fields come with their rows.</summary>
/// <param name="Name">The word for it.</param>
/// <param name="Write">Writes its columns.</param>
internal sealed record UsageMetric(string Name, Action<IUsageCells, UsageSums> Write)
{
    public static UsageMetric Tokens { get; } = new("tokens", static (cells, sums) => cells.Number("tokens", sums.Prompt + sums.Output));

    public static UsageMetric Cost { get; } = new("cost", static (cells, sums) =>
    {
        cells.Money("cost", sums.ChargedNano);
        cells.Monies("costs", sums.Costs);
    });

    /// <summary>The share of the prompt that providers read from their caches.</summary>
    public static UsageMetric CacheHits { get; } = new(
        "cache_hits", static (cells, sums) => cells.Ratio("cache_hit_ratio", sums[RecordFields.Cached], sums.Prompt));

    /// <summary>How old the prices were by which answers were paid, on average.</summary>
    public static UsageMetric PriceAge { get; } = new("price_age", static (cells, sums) =>
    {
        var priced = sums[RecordFields.Priced];
        cells.Number("priced", priced);
        cells.Number("price_age_days", priced == 0 ? null : sums[RecordFields.PriceAge] / priced);
    });

    public static UsageMetric Latency { get; } =
        new("latency", static (cells, sums) => Quantiles(cells, sums.Total, "latency_p50", "latency_p95", "latency_p99"));

    public static UsageMetric FirstByte { get; } =
        new("first_byte", static (cells, sums) => Quantiles(cells, sums.FirstByte, "first_byte_p50", "first_byte_p95", "first_byte_p99"));

    public static IReadOnlyList<UsageMetric> All { get; } =
    [
        new("requests", static (cells, sums) => cells.Number("requests", sums.Requests)),
        new("failed", static (cells, sums) => cells.Number("failed", sums.Failed)),
        // Requests that were not served for a fault of their own, or for a limit: nothing failed.
        new("refused", static (cells, sums) => cells.Number("refused", sums.Refused)),
        // Requests whose tokens the gateway counted itself.
        new("estimated", static (cells, sums) => cells.Number("estimated", sums.Estimated)),
        Tokens,
        .. RecordFields.Sums.GroupBy(static f => f.Metric!)
            .Select(
                static fields => fields.Key == Cost.Name ? Cost : fields.Key == PriceAge.Name ? PriceAge : Of(fields.Key, [.. fields])),
        CacheHits,
        Latency,
        FirstByte,
    ];

    private static UsageMetric Of(string name, RecordField[] fields) => new(name, (cells, sums) =>
    {
        foreach (var field in fields)
        {
            cells.Number(field.Name, sums[field]);
        }
    });

    private static void Quantiles(IUsageCells cells, long[] counts, string p50, string p95, string p99)
    {
        cells.Number(p50, Whole(LatencyBuckets.Quantile(counts, 0.5)));
        cells.Number(p95, Whole(LatencyBuckets.Quantile(counts, 0.95)));
        cells.Number(p99, Whole(LatencyBuckets.Quantile(counts, 0.99)));
    }

    private static long? Whole(double? milliseconds) => milliseconds is { } value ? (long)Math.Round(value) : null;
}
