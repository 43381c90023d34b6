using System.Text;

namespace Gateway.Benchmarks.Inputs;

/// <summary>Request bodies as coding clients send them. The bytes are the same in every run.</summary>
internal static class ChatBodies
{
    /// <summary>The size of <see cref="Images"/>; the JSON around the images comes on top.</summary>
    public const int ImageBytes = 20 * 1024 * 1024;

    private const int HistoryMessages = 200;
    private const int ImageCount = 5;
    private const string Tool =
        """
        {"type":"function","function":{"name":"read_file","description":"Read a file of the workspace.","parameters":{
        "type":"object","properties":{"path":{"type":"string","description":"Path relative to the workspace."},
        "from":{"type":"integer"}},"required":["path"]}}}
        """;

    /// <summary>1 KB: one question, a tool, usage asked for.</summary>
    public static byte[] Small() => Body(
        Message("system", Text(5)) + "," + Message("user", Text(3)),
        $",\"stream_options\":{{\"include_usage\":true}},\"tools\":[{Tool}],\"tool_choice\":\"auto\"");

    /// <summary>100 KB: the 200 messages of a long session, with no usage asked for.</summary>
    public static byte[] History() => Body(
        string.Join(',', Enumerable.Range(0, HistoryMessages).Select(i => Message(i % 2 == 0 ? "user" : "assistant", Text(6)))),
        $",\"tools\":[{Tool}]");

    /// <summary>20 MiB: one question about five images in base64.</summary>
    public static byte[] Images()
    {
        var data = Convert.ToBase64String(Bytes(ImageBytes / ImageCount / 4 * 3));
        var parts = new StringBuilder("{\"type\":\"text\",\"text\":\"What do these show?\"}");
        for (var i = 0; i < ImageCount; i++)
        {
            parts.Append(",{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,").Append(data).Append("\"}}");
        }

        return Body($"{{\"role\":\"user\",\"content\":[{parts}]}}", "");
    }

    private static byte[] Body(string messages, string more) =>
        Encoding.UTF8.GetBytes($"{{\"model\":\"Coder\",\"messages\":[{messages}],\"temperature\":0.2,\"stream\":true{more}}}");

    private static string Message(string role, string text) => $"{{\"role\":\"{role}\",\"content\":\"{text}\"}}";

    private static string Text(int sentences) =>
        string.Concat(Enumerable.Repeat("The function reads a line,\\n splits it and returns \\\"nothing\\\" at its end. ", sentences));

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        var state = 1u;
        foreach (ref var b in bytes.AsSpan())
        {
            state = (state * 1664525) + 1013904223;
            b = (byte)(state >> 24);
        }

        return bytes;
    }
}
