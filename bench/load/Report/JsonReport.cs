using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Load.Options;

namespace Gateway.Load.Report;

/// <summary>Writes the figures of every round, so that the spread behind a median can be seen.</summary>
internal static class JsonReport
{
    public static void Write(string file, IEnumerable<Row> rows, Figures figures, LoadOptions options, int faults)
    {
        using var stream = File.Create(file);
        // The relaxed encoder keeps ">=" and "µ" readable; nothing here goes into a web page.
        var format = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var json = new Utf8JsonWriter(stream, format);
        json.WriteStartObject();
        json.WriteString("machine", Machine.Line);
        json.WriteNumber("rounds", options.Rounds);
        json.WriteNumber("seconds", options.Seconds);
        json.WriteNumber("idle", options.Idle);
        json.WriteNumber("streams", options.Streams);
        json.WriteNumber("soakSeconds", options.SoakSeconds);
        json.WriteNumber("faults", faults);
        json.WriteStartArray("measures");
        foreach (var row in rows)
            WriteRow(json, row, figures, options);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, Row row, Figures figures, LoadOptions options)
    {
        var ratio = figures.Ratio(row);
        json.WriteStartObject();
        json.WriteString("measure", row.Title);
        foreach (var target in options.Columns)
        {
            json.WriteStartArray(target);
            foreach (var figure in figures.Of(row, target).Where(double.IsFinite))
                json.WriteNumberValue(Math.Round(figure, 3));
            json.WriteEndArray();
        }
        if (ratio is { } value)
            json.WriteNumber("ratio", Math.Round(value, 3));
        if (row.Goal is { } goal)
            json.WriteString("goal", goal.Text);
        if (row.Goal?.IsMet(figures.Median(row, "gateway"), ratio) is { } met)
            json.WriteBoolean("met", met);
        json.WriteEndObject();
    }
}
