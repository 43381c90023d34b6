using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Alerts.Targets;

/// <summary>
/// A custom bot of Feishu or Lark: signed in the body, with the time and the secret as the key of a hash over nothing. It takes a message
/// with <c>code</c> 0.
/// </summary>
internal sealed class FeishuForm : AlertForm
{
    // The body may have 20 KB; in JSON, a quote or a line break takes two bytes.
    protected override int MostBytes => 8 * 1024;

    protected override JsonObject BodyOf(string text) =>
        new() { ["msg_type"] = "text", ["content"] = new JsonObject { ["text"] = text } };

    protected override Uri? Sign(HttpRequestMessage request, string secret, JsonObject body, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        body["timestamp"] = timestamp;
        body["sign"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>()));
        return null;
    }

    protected override (bool IsTaken, string Word) WordOf(string answer) => ByNumber(answer, "code", "msg");

    // 9499 and 11232: too many in a second, a minute, or for its own servers.
    protected override TimeSpan? PauseOf(string word) =>
        word.StartsWith("code 11232", StringComparison.Ordinal) || word.Contains("too many", StringComparison.OrdinalIgnoreCase)
            ? TimeSpan.FromMinutes(1)
            : null;
}
