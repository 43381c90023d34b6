using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;

namespace Gateway.Endpoints.Reports;

/// <summary>The columns of rows, of sums and of records, and what stands in them.</summary>
internal static class UsageColumns
{
    public static void Write(IUsageCells cells, UsageRow row, UsageAsk ask)
    {
        cells.BeginRow();
        cells.Moment("start", row.Start);
        for (var i = 0; i < ask.Query.GroupBy.Count; i++)
        {
            cells.Text(ReportWords.Of(ask.Query.GroupBy[i]), row.Group[i]);
        }

        Write(cells, row.Sums, ask.Metrics);
        cells.EndRow();
    }

    public static void Write(IUsageCells cells, UsageSums sums, IReadOnlyList<UsageMetric> metrics)
    {
        foreach (var metric in metrics)
        {
            Write(cells, sums, metric);
        }
    }

    /// <param name="cells">Where it goes.</param>
    /// <param name="record">The record.</param>
    /// <param name="currency">In which budgets are kept.</param>
    /// <param name="zone">In which moments are told.</param>
    public static void Write(IUsageCells cells, UsageRecord record, string currency, TimeZoneInfo zone)
    {
        cells.BeginRow();
        cells.Text("id", record.ToString());
        cells.Flag("counts_as_request", record.CountsAsRequest);
        cells.Flag("provisional", record.IsProvisional);
        cells.Moment("counted_at", Moment(record.CountedAt, zone));
        cells.Moment("received_at", Moment(record.ReceivedAt, zone));
        cells.Number("first_byte_ms", record.FirstByteMs);
        cells.Number("total_ms", record.TotalMs);
        cells.Number("queue_ms", record.QueueMs);
        cells.Number("overhead_us", record.OverheadMicros);
        cells.Text("key", record.Key);
        cells.Text("owner", record.Owner);
        cells.Text("team", record.Team);
        cells.Text("client", record.Client);
        cells.Text("asked", record.Asked);
        cells.Text("tag", record.Tag);
        cells.Text("backend", record.Backend);
        cells.Text("model", record.Model);
        cells.Text("operation", record.Operation);
        cells.Flag("stream", record.Stream);
        cells.Text("usage_source", UsageWords.Of(record.Tokens.Source));
        cells.Number("prompt", record.Tokens.Prompt);
        cells.Number("cached", record.Tokens.Cached);
        cells.Number("prompt_audio", record.Tokens.PromptAudio);
        cells.Number("prompt_images", record.Tokens.PromptImages);
        cells.Number("output", record.Tokens.Output);
        cells.Number("reasoning", record.Tokens.Reasoning);
        cells.Number("output_audio", record.Tokens.OutputAudio);
        cells.Number("output_images", record.Tokens.OutputImages);
        cells.Money("cost", record.Cost?.Nano);
        cells.Text("currency", record.Cost?.Currency);
        cells.Text("price_of", record.Cost?.AsOf.ToString("yyyy-MM-dd", null));
        cells.Money("charged", record.ChargedNano);
        cells.Text("charged_currency", currency);
        cells.Number("reserved_tokens", record.ReservedTokens);
        cells.Money("reserved", record.ReservedNano);
        cells.Text("status", UsageWords.Of(record.End));
        // 0 is kept for what nobody knows.
        cells.Number("http_status", record.Status == 0 ? null : record.Status);
        cells.Text("error", record.Error);
        cells.Number("attempts", record.Attempts);
        cells.Text("marks", UsageWords.Of(record.Marks));
        cells.Text("decision", record.Decision);
        cells.EndRow();
    }

    private static void Write(IUsageCells cells, UsageSums sums, UsageMetric metric)
    {
        switch (metric)
        {
            case UsageMetric.Requests:
                cells.Number("requests", sums.Requests);
                break;
            case UsageMetric.Failed:
                cells.Number("failed", sums.Failed);
                break;
            case UsageMetric.Refused:
                cells.Number("refused", sums.Refused);
                break;
            case UsageMetric.Estimated:
                cells.Number("estimated", sums.Estimated);
                break;
            case UsageMetric.Tokens:
                cells.Number("tokens", sums.Prompt + sums.Output);
                break;
            case UsageMetric.Prompt:
                cells.Number("prompt", sums.Prompt);
                break;
            case UsageMetric.Cached:
                cells.Number("cached", sums.Cached);
                break;
            case UsageMetric.Output:
                cells.Number("output", sums.Output);
                break;
            case UsageMetric.Reasoning:
                cells.Number("reasoning", sums.Reasoning);
                break;
            case UsageMetric.Audio:
                cells.Number("prompt_audio", sums.PromptAudio);
                cells.Number("output_audio", sums.OutputAudio);
                break;
            case UsageMetric.Images:
                cells.Number("prompt_images", sums.PromptImages);
                cells.Number("output_images", sums.OutputImages);
                break;
            case UsageMetric.Cost:
                cells.Money("cost", sums.ChargedNano);
                cells.Monies("costs", sums.Costs);
                break;
            case UsageMetric.Latency:
                Quantiles(cells, sums.Total, "latency_p50", "latency_p95", "latency_p99");
                break;
            default:
                Quantiles(cells, sums.FirstByte, "first_byte_p50", "first_byte_p95", "first_byte_p99");
                break;
        }
    }

    private static void Quantiles(IUsageCells cells, long[] counts, string p50, string p95, string p99)
    {
        cells.Number(p50, Whole(LatencyBuckets.Quantile(counts, 0.5)));
        cells.Number(p95, Whole(LatencyBuckets.Quantile(counts, 0.95)));
        cells.Number(p99, Whole(LatencyBuckets.Quantile(counts, 0.99)));
    }

    private static long? Whole(double? milliseconds) => milliseconds is { } value ? (long)Math.Round(value) : null;

    private static DateTimeOffset Moment(long milliseconds, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), zone);
}
