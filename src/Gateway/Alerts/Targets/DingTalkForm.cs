using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gateway.Alerts.Targets;

/// <summary>
/// Writes for a robot of a DingTalk group. The signature is in the address: a hash over the time and the secret, keyed with the secret. The
/// robot answers <c>errcode</c> 0 when it has taken a message.
/// </summary>
internal sealed class DingTalkForm : AlertForm
{
    protected override int MostBytes => 8 * 1024;

    protected override void WriteBody(Utf8JsonWriter json, AlertMessage message, string? secret, DateTimeOffset now) =>
        WriteText(json, "msgtype", "text", "text", "content", message.Text);

    protected override Uri Sign(Uri address, string secret, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"));
        var begin = address.Query.Length > 0 ? '&' : '?';
        var sign = Uri.EscapeDataString(Convert.ToBase64String(hash));
        return new Uri($"{address.AbsoluteUri}{begin}timestamp={timestamp}&sign={sign}");
    }

    protected override (bool IsTaken, string Word) WordOf(string answer) => ByNumber(answer, "errcode", "errmsg");

    // More than 20 in a minute: it takes nothing for ten.
    protected override TimeSpan? PauseOf(string word) =>
        word.StartsWith("errcode 130101", StringComparison.Ordinal) || word.StartsWith("errcode 410100", StringComparison.Ordinal)
            ? TimeSpan.FromMinutes(10)
            : null;
}
