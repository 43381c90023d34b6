using System.Text.Json;
using Gateway.Alerts.Board;
using Gateway.Alerts.Texts;
using Gateway.Configuration;
using Gateway.Configuration.Binding;

namespace Gateway.Admin;

/// <summary>Writes alerts and their targets as JSON, without addresses or secrets.</summary>
internal static class AlertsJson
{
    public static void Write(Utf8JsonWriter json, AlertBoard board, IReadOnlyList<AlertTargetConfig> targets, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var alert in board.Alerts.Values.OrderBy(static a => a.OverAt is not null).ThenByDescending(static a => a.Since))
        {
            Write(json, alert);
        }

        json.WriteEndArray();
        json.WriteStartArray("targets"u8);
        foreach (var target in targets)
        {
            Write(json, target, board, now);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BoardAlert alert)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, ScalarParser.Format(alert.Event.Kind));
        json.WriteString("about"u8, alert.Event.About);
        json.WriteString("subject"u8, alert.Event.Subject);
        json.WriteString("state"u8, alert.OverAt is null ? "raised"u8 : "over"u8);
        if (alert.Event.Level > 0)
        {
            json.WriteNumber("level"u8, alert.Event.Level);
        }

        json.WriteString("since"u8, alert.Since);
        WriteTime(json, "overAt", alert.OverAt);
        json.WriteNumber("times"u8, alert.Count);
        json.WriteString("text"u8, AlertText.Of(alert.News, AlertLanguage.En, static t => t));
        json.WriteStartObject("facts"u8);
        foreach (var fact in alert.Event.Facts)
        {
            json.WriteString(FactWords.NameOf(fact.Name), fact.Value);
        }

        json.WriteEndObject();
        json.WriteStartArray("told"u8);
        foreach (var (target, told) in alert.Told)
        {
            json.WriteStartObject();
            json.WriteString("target"u8, target);
            json.WriteString("state"u8, told.IsGivenUp ? "givenUp" : told.IsOver ? "over" : "raised");
            json.WriteString("at"u8, told.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AlertTargetConfig target, AlertBoard board, DateTimeOffset now)
    {
        var state = board.TargetOf(target.Name);
        json.WriteStartObject();
        json.WriteString("name"u8, target.Name);
        json.WriteString("kind"u8, ScalarParser.Format(target.Kind));
        json.WriteString("state"u8, state.At is null ? "neverAsked" : state.Failures > 0 ? "refuses" : "takes");
        json.WriteNumber("waiting"u8, board.DueTo(target.Name, e => target.Wants(e.Kind), now).Count);
        json.WriteNumber("failures"u8, state.Failures);
        json.WriteString("lastWord"u8, state.Word);
        WriteTime(json, "lastAt", state.At);
        WriteTime(json, "notBefore", state.NotBefore > now ? state.NotBefore : null);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            json.WriteString(name, at);
        }
    }
}
