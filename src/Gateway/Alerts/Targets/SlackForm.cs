using System.Text.Json;

namespace Gateway.Alerts.Targets;

/// <summary>
/// Writes for an incoming webhook of Slack, whose address is its secret. It answers the bare word <c>ok</c> when it has taken a message.
/// </summary>
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
