using System.Text.Json.Nodes;

namespace Gateway.Tests.Alerts;

/// <summary>Judges as an incoming webhook of Slack does, by its words alone.</summary>
internal static class SlackBot
{
    public static (string? Text, string Answer) Judge(bool isKnown, JsonNode? body) =>
        !isKnown ? (null, "no_service")
        : body is not JsonObject message ? (null, "invalid_payload")
        : (string?)message["text"] is { Length: > 0 } text ? (text, "ok")
        : (null, "no_text");
}
