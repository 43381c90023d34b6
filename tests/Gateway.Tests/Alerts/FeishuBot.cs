using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Alerts;

/// <summary>Judges as a custom bot of Feishu does.</summary>
internal static class FeishuBot
{
    private const int MostAMinute = 100;
    private const int MostASecond = 5;
    private const int MostBytes = 20 * 1024;

    public static (string? Text, string Answer) Judge(
        bool isKnown, JsonNode? body, string secret, List<DateTimeOffset> calls, DateTimeOffset now)
    {
        if (!isKnown)
        {
            return No(19001, "param invalid: incoming webhook access token invalid");
        }

        if (calls.Count(c => c > now.AddMinutes(-1)) > MostAMinute || calls.Count(c => c > now.AddSeconds(-1)) > MostASecond)
        {
            return No(9499, "too many request");
        }

        if (body is not JsonObject message || Encoding.UTF8.GetByteCount(message.ToJsonString()) > MostBytes)
        {
            return No(9499, "Bad Request");
        }

        if (!long.TryParse((string?)message["timestamp"], NumberStyles.None, CultureInfo.InvariantCulture, out var stamp)
            || Math.Abs(now.ToUnixTimeSeconds() - stamp) > 3600
            || (string?)message["sign"] != PlainHmac.Base64($"{stamp}\n{secret}", ""))
        {
            return No(19021, "sign match fail or timestamp is not within one hour from current time");
        }

        return (string?)message["msg_type"] != "text" ? No(19002, "params error, msg_type need")
            : (string?)message["content"]?["text"] is { Length: > 0 } text
                ? (text, """{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}""")
                : No(19002, "params error, text can not be empty");
    }

    private static (string?, string) No(int code, string words) => (null, $$"""{"code":{{code}},"data":{},"msg":"{{words}}"}""");
}
