using System.Text;

namespace Gateway.Load.Client;

/// <summary>Ready request bytes. Every target gets the same bytes, including the key, so that sizes do not differ.</summary>
internal static class ChatRequest
{
    private static readonly string Prompt = string.Concat(Enumerable.Repeat("Explain what this function does and why. ", 20));

    public static byte[] Whole(string key) => Post(key, "\"stream\":false");

    /// <remarks>Usage is asked for because most clients do, and because a gateway that adds it would else send one chunk more.</remarks>
    public static byte[] Stream(string key, int chunks, int intervalMs) => Post(
        key,
        "\"stream\":true,\"stream_options\":{\"include_usage\":true},"
        + "\"bench\":{\"chunks\":" + chunks + ",\"intervalMs\":" + intervalMs + "}");

    public static byte[] SilentStream(string key) => Post(key, "\"stream\":true,\"bench\":{\"silent\":true}");

    private static byte[] Post(string key, string fields)
    {
        var body = "{\"model\":\"Coder\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},"
            + "{\"role\":\"user\",\"content\":\"" + Prompt + "\"}],\"temperature\":0.2," + fields + "}";
        return Encoding.ASCII.GetBytes(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: gateway-load\r\nAccept: */*\r\n"
            + $"Authorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }
}
