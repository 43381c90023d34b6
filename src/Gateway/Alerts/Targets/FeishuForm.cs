using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gateway.Alerts.Targets;

/// <summary>
/// Writes for a custom bot of Feishu or Lark. The signature is in the body: a hash over nothing, keyed with the time and the secret. The
/// bot answers <c>code</c> 0 when it has taken a message.
/// </summary>
internal sealed class FeishuForm : AlertForm
{
    // The body may have 20 KB; in JSON, a quote or a line break takes two bytes.
    protected override int MostBytes => 8 * 1024;

    protected override void WriteBody(Utf8JsonWriter json, AlertMessage message, string? secret, DateTimeOffset now)
    {
        if (secret is not null)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>());
            json.WriteString("timestamp"u8, timestamp);
            json.WriteString("sign"u8, Convert.ToBase64String(hash));
        }

        WriteText(json, "msg_type", "text", "content", "text", message.Text);
    }

    protected override (bool IsTaken, string Word) WordOf(string answer) => ByNumber(answer, "code", "msg");

    // 9499 and 11232: too many in a second, a minute, or for its own servers.
    protected override TimeSpan? PauseOf(string word) =>
        word.StartsWith("code 11232", StringComparison.Ordinal) || word.Contains("too many", StringComparison.OrdinalIgnoreCase)
            ? TimeSpan.FromMinutes(1)
            : null;
}
