using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Alerts;

/// <summary>Judges as a robot of a DingTalk group does.</summary>
internal static class DingTalkBot
{
    private const int MostAMinute = 20;
    private static readonly TimeSpan Blocked = TimeSpan.FromMinutes(10);

    public static (string? Text, string Answer) Judge(
        IQueryCollection query, JsonNode? body, string secret, List<DateTimeOffset> calls, DateTimeOffset now)
    {
        if (query["access_token"] != ChatBots.Token)
        {
            return No(300001, "token is not exist");
        }

        // One that was too fast once is left out for ten minutes.
        if (calls.Where(c => c > now - Blocked).Any(c => calls.Count(o => o <= c && o > c.AddMinutes(-1)) > MostAMinute))
        {
            return No(130101, "send too fast, exceed 20 times per minute");
        }

        if (!long.TryParse(query["timestamp"], NumberStyles.None, CultureInfo.InvariantCulture, out var stamp)
            || Math.Abs(now.ToUnixTimeMilliseconds() - stamp) > 3_600_000)
        {
            return No(310000, "invalid timestamp");
        }

        if (query["sign"] != PlainHmac.Base64(secret, $"{stamp}\n{secret}"))
        {
            return No(310000, "sign not match");
        }

        return (string?)body?["msgtype"] == "text" && (string?)body["text"]?["content"] is { Length: > 0 } text
            ? (text, """{"errcode":0,"errmsg":"ok"}""")
            : No(40035, "缺少参数 json");
    }

    private static (string?, string) No(int code, string words) => (null, $$"""{"errcode":{{code}},"errmsg":"{{words}}"}""");
}
