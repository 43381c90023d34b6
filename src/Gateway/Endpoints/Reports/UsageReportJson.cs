using System.Text.Json;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;

namespace Gateway.Endpoints.Reports;

/// <summary>Writes a report as JSON: the question, the rows, and their totals.</summary>
internal static class UsageReportJson
{
    public static void Write(Utf8JsonWriter json, UsageReport report, UsageAsk ask, string currency)
    {
        var cells = new UsageJsonCells(json);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteString("from"u8, ask.Filter.From);
        json.WriteString("to"u8, ask.Filter.To);
        json.WriteString("tz"u8, ask.Query.Zone.Id);
        json.WriteString("interval"u8, ReportWords.Of(ask.Query.Interval));
        json.WriteStartArray("group"u8);
        foreach (var dimension in ask.Query.GroupBy)
        {
            json.WriteStringValue(ReportWords.Of(dimension));
        }

        json.WriteEndArray();
        json.WriteString("currency"u8, currency);
        json.WriteStartArray("data"u8);
        foreach (var row in report.Rows)
        {
            UsageColumns.Write(cells, row, ask);
        }

        json.WriteEndArray();
        json.WritePropertyName("totals"u8);
        cells.BeginRow();
        UsageColumns.Write(cells, report.Totals, ask.Metrics);
        cells.EndRow();
        json.WriteEndObject();
    }
}
