using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Alerts;

/// <summary>Judges as a robot of a WeCom group does.</summary>
internal static class WeComBot
{
    private const int MostAMinute = 20;
    private const int MostBytes = 4096;

    public static (string? Text, string Answer) Judge(bool isKnown, JsonNode? body, List<DateTimeOffset> calls, DateTimeOffset now)
    {
        if (!isKnown)
        {
            return No(93000, "invalid webhook url");
        }

        if (calls.Count(c => c > now.AddMinutes(-1)) > MostAMinute)
        {
            return No(45009, "api freq out of limit");
        }

        if ((string?)body?["msgtype"] != "markdown" || (string?)body["markdown"]?["content"] is not { Length: > 0 } text)
        {
            return No(40008, "invalid message type");
        }

        return Encoding.UTF8.GetByteCount(text) > MostBytes
            ? No(40058, "markdown.content exceed max length 4096. invalid Request Parameter")
            : (text, """{"errcode":0,"errmsg":"ok"}""");
    }

    private static (string?, string) No(int code, string words) => (null, $$"""{"errcode":{{code}},"errmsg":"{{words}}"}""");
}
