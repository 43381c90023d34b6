using System.Text.Json;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Writes and reads the events of synthetic streams.</summary>
internal static class Sse
{
    public const string Done = "data: [DONE]\n\n";

    public static string Data(string json) => $"data: {json}\n\n";

    /// <summary>An event with a line end wherever JSON of this shape has room for one.</summary>
    public static string OnLines(string data) =>
        data.Replace(",\"", ",\ndata: \"", StringComparison.Ordinal).Replace(":[", ":\ndata: [", StringComparison.Ordinal);

    public static string Delta(string delta, string finish = "null", int choice = 0) =>
        Data($$$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{{{Choice(delta, finish, choice)}}}]}""");

    public static string Choice(string delta, string finish = "null", int index = 0) =>
        $$"""{"index":{{index}},"delta":{{delta}},"finish_reason":{{finish}}}""";

    public static string Says(string text, int choice = 0) => Delta($$"""{"content":"{{text}}"}""", choice: choice);

    public static string Ends(string reason, int choice = 0) => Delta("{}", $"\"{reason}\"", choice);

    public static string Calls(string call) => Delta($$"""{"tool_calls":[{{call}}]}""");

    public static string Usage(int prompt, int completion) =>
        Data(
            $$$"""{"id":"c1","model":"m","choices":[],"usage":{"prompt_tokens":{{{prompt}}},"completion_tokens":{{{completion}}},"total_tokens":{{{prompt + completion}}}}}""");

    /// <summary>The payloads of a stream's events, as a client that keeps to the standard takes them apart.</summary>
    public static IReadOnlyList<string> Payloads(string stream) =>
        [.. stream.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(
                e =>
                    string.Join(
                        '\n', e.Split('\n').Where(l => l.StartsWith("data:", StringComparison.Ordinal)).Select(l => l[5..].TrimStart(' '))))
            .Where(p => p.Length > 0)];

    public static IReadOnlyList<JsonElement> Events(string stream) =>
        [.. Payloads(stream).Where(p => p != "[DONE]").Select(p => JsonDocument.Parse(p).RootElement)];

    public static IReadOnlyList<JsonElement> Choices(string stream) =>
        [.. Events(stream).Where(e => e.TryGetProperty("choices", out _)).SelectMany(e => e.GetProperty("choices").EnumerateArray())];

    public static IReadOnlyList<JsonElement> Deltas(string stream) => [.. Choices(stream).Select(c => c.GetProperty("delta"))];

    /// <summary>All text that the deltas hold under a name.</summary>
    public static string Text(string stream, string name) =>
        string.Concat(
            Deltas(stream).Select(
                d => d.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : ""));

    public static IReadOnlyList<string?> FinishReasons(string stream) =>
        [.. Choices(stream).Where(c => c.GetProperty("finish_reason").ValueKind != JsonValueKind.Null).Select(
            c => c.GetProperty("finish_reason").GetString())];

    /// <summary>The message of the error event that must be the last thing in the stream.</summary>
    public static string ErrorAtEnd(string stream)
    {
        var payload = Payloads(stream)[^1];
        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
        Assert.EndsWith($"data: {payload}\n\n", stream, StringComparison.Ordinal);
        var last = JsonDocument.Parse(payload).RootElement;
        Assert.Equal(["error"], last.EnumerateObject().Select(p => p.Name));
        Assert.Equal("upstream_error", last.GetProperty("error").GetProperty("type").GetString());
        return last.GetProperty("error").GetProperty("message").GetString()!;
    }
}
