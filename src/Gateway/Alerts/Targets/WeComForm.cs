using System.Text.Json;

namespace Gateway.Alerts.Targets;

/// <summary>
/// Writes for a robot of a WeCom group, whose address is its secret. It answers <c>errcode</c> 0 when it has taken a message.
/// </summary>
internal sealed class WeComForm : AlertForm
{
    protected override int MostBytes => 4096;

    protected override void WriteBody(Utf8JsonWriter json, AlertMessage message, string? secret, DateTimeOffset now) =>
        WriteText(json, "msgtype", "markdown", "markdown", "content", message.Text);

    protected override (bool IsTaken, string Word) WordOf(string answer) => ByNumber(answer, "errcode", "errmsg");

    protected override TimeSpan? PauseOf(string word) =>
        word.StartsWith("errcode 45009", StringComparison.Ordinal) ? TimeSpan.FromMinutes(1) : null;
}
