using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;

namespace Gateway.Endpoints.Reports;

/// <summary>The columns of sums and records, and their values.</summary>
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
            metric.Write(cells, sums);
        }
    }

    /// <param name="cells">Receives the columns.</param>
    /// <param name="record">The record.</param>
    /// <param name="currency">The currency of budgets.</param>
    /// <param name="zone">The time zone of the times shown.</param>
    public static void Write(IUsageCells cells, UsageRecord record, string currency, TimeZoneInfo zone)
    {
        cells.BeginRow();
        cells.Text("id", record.ToString());
        cells.Flag("provisional", record.IsProvisional);
        foreach (var field in RecordFields.All)
        {
            field.Tell(record, cells, field.Told, zone);
        }

        cells.Text("charged_currency", currency);
        cells.EndRow();
    }
}
