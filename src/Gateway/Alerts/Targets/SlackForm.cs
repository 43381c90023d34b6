using System.Text.Json.Nodes;

namespace Gateway.Alerts.Targets;

/// <summary>An incoming webhook of Slack. Its address is its secret. It takes a message with the bare word <c>ok</c>.</summary>
internal sealed class SlackForm : AlertForm
{
    protected override int MostBytes => 8 * 1024;

    protected override JsonObject BodyOf(string text) => new() { ["text"] = text };

    protected override (bool IsTaken, string Word) WordOf(string answer) => (answer.Trim() == "ok", answer);

    // Its documentation asks for these three to be written so.
    protected override string Plain(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}
