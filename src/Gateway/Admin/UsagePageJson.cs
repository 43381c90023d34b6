using System.Text.Json;
using Gateway.Endpoints.Reports;
using Gateway.Ledger.Records;

namespace Gateway.Admin;

/// <summary>Writes a page of single requests as JSON.</summary>
internal static class UsagePageJson
{
    /// <param name="json">The output.</param>
    /// <param name="records">The records of the page, plus one more if there is another page.</param>
    /// <param name="limit">The size of a page.</param>
    /// <param name="currency">The currency of budgets.</param>
    /// <param name="zone">The time zone of the times shown.</param>
    public static void Write(Utf8JsonWriter json, List<UsageRecord> records, int limit, string currency, TimeZoneInfo zone)
    {
        var cells = new UsageJsonCells(json);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var record in records.Take(limit))
        {
            UsageColumns.Write(cells, record, currency, zone);
        }

        json.WriteEndArray();
        json.WriteString("next"u8, records.Count > limit ? UsageCursor.Of(records[limit - 1]) : null);
        json.WriteEndObject();
    }
}
