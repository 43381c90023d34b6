using System.Text.Json.Nodes;

namespace Gateway.Alerts.Targets;

/// <summary>A robot of a WeCom group. Its address is its secret. It takes a message with <c>errcode</c> 0.</summary>
internal sealed class WeComForm : AlertForm
{
    protected override int MostBytes => 4096;

    protected override JsonObject BodyOf(string text) =>
        new() { ["msgtype"] = "markdown", ["markdown"] = new JsonObject { ["content"] = text } };

    protected override (bool IsTaken, string Word) WordOf(string answer) => ByNumber(answer, "errcode", "errmsg");

    protected override TimeSpan? PauseOf(string word) =>
        word.StartsWith("errcode 45009", StringComparison.Ordinal) ? TimeSpan.FromMinutes(1) : null;
}
