using System.Text.Json;

namespace Gateway.Alerts.Targets;

/// <summary>An incoming webhook of Slack. Its address is its secret. It takes a message with the bare word <c>ok</c>.</summary>
internal sealed class SlackForm : AlertForm
{
    protected override int MostBytes => 8 * 1024;

    protected override void WriteBody(Utf8JsonWriter json, AlertMessage message, string? secret, DateTimeOffset now) =>
        json.WriteString("text"u8, message.Text);

    protected override (bool IsTaken, string Word) WordOf(string answer) => (answer.Trim() == "ok", answer);

    // Its documentation asks for these three to be written so.
    protected override string Plain(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
