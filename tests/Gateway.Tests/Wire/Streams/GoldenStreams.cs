namespace Gateway.Tests.Wire.Streams;

/// <summary>Synthetic streams in the shapes that backends send, good and broken.</summary>
internal static class GoldenStreams
{
    /// <summary>Nothing is wrong with these.</summary>
    public static IReadOnlyDictionary<string, string> Good { get; } = new Dictionary<string, string>
    {
        ["OpenAI"] = Sse.Delta("""{"role":"assistant","content":""}""") + Sse.Says("Hé") + Sse.Says("模型 \\ud83d\\ude00") + Sse.Ends("stop")
            + Sse.Done,
        ["OpenAI tools"] = Sse.Calls("""{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":""}}""")
            + Sse.Calls("""{"index":0,"function":{"arguments":"{\"a\":\""}}""")
            + Sse.Calls("""{"index":0,"function":{"arguments":"\\u00e9\"}"}}""")
            + Sse.Ends("tool_calls") + Sse.Done,
        ["Ollama"] = Sse.Delta("""{"role":"assistant","content":""}""") + Sse.Says("Hi") + Sse.Delta("{}", "\"stop\"") + Sse.Done,
        ["Ollama tools"] = Sse.Calls("""{"id":"call_a","index":0,"type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}""")
            + Sse.Calls("""{"id":"call_b","index":1,"type":"function","function":{"name":"g","arguments":"{}"}}""")
            + Sse.Ends("tool_calls") + Sse.Done,
        ["Comments"] = ": keep-alive\n\n: OPENROUTER PROCESSING\n\n" + Sse.Says("a") + "id: 5\nevent: message\nretry: 10\n"
            + Sse.Ends("stop") + Sse.Done,
        ["Windows line ends"] = (Sse.Says("a") + Sse.Ends("content_filter") + Sse.Done).ReplaceLineEndings("\r\n"),
        ["Two choices"] = Sse.Says("a") + Sse.Says("b", choice: 1) + Sse.Ends("stop") + Sse.Says("c", choice: 1)
            + Sse.Ends("length", choice: 1) + Sse.Done,
    };

    /// <summary>Each of these is changed on its way.</summary>
    public static IReadOnlyDictionary<string, string> Odd { get; } = new Dictionary<string, string>
    {
        ["SiliconFlow"] = SiliconFlow("""{"content":"","reasoning_content":null,"role":"assistant"}""", "null", 0)
            + SiliconFlow("""{"content":"然","reasoning_content":null}""", "null", 2)
            + SiliconFlow("""{"content":"","reasoning_content":null}""", "\"length\"", 5) + Sse.Done,
        ["SiliconFlow reasoning"] = SiliconFlow("""{"content":null,"reasoning_content":"We","role":"assistant"}""", "null", 1)
            + SiliconFlow("""{"content":"Hello","reasoning_content":null,"role":"assistant"}""", "null", 2)
            + SiliconFlow("""{"content":"","reasoning_content":null,"role":"assistant"}""", "\"stop\"", 3) + Sse.Done,
        ["reasoning"] = Sse.Delta("""{"role":"assistant","content":"","reasoning":"思"}""") + Sse.Says("a") + Sse.Ends("stop") + Sse.Done,
        ["exotic reason"] = Sse.Says("a") + Sse.Ends("eos") + Sse.Done,
        ["no reason"] = Sse.Says("a") + Sse.Done,
        ["no end"] = Sse.Says("a") + Sse.Ends("stop"),
        ["no line end"] = Sse.Says("a") + Sse.Ends("stop") + "data: [DONE]",
        ["cut"] = Sse.Says("a") + Sse.Says("b"),
        ["cut in an event"] = Sse.Says("a") + Sse.Says("模")[..^9],
        ["error"] = Sse.Says("a") + Sse.Data("""{"error":{"message":"out of memory: 显存","code":500}}"""),
        ["named error"] = Sse.Says("a") + "event: error\r\ndata: {\"error\":\"boom\"}\r\n\r\n",
        ["bare error"] = Sse.Says("a") + "{\"error\":\"boom\"}\n",
        ["ping"] = ": ping\n\n" + Sse.Says("a") + ": ping - 2026\n\n" + Sse.Ends("stop") + Sse.Done,
        ["usage"] = Sse.Says("a") + Sse.Ends("stop") + Sse.Usage(3, 4) + Sse.Done,
        ["mixed"] = Sse.Delta("""{"reasoning":"r","content":"c"}""", "\"stop\"") + Sse.Done,
        ["nulls in calls"] = Sse.Calls("""{"index":0,"id":"x","type":"function","function":{"name":"f","arguments":"{\"a\":"}}""")
            + Sse.Calls("""{"index":0,"id":null,"type":null,"function":{"name":null,"arguments":"\"\\ud83d"}}""")
            + Sse.Calls("""{"index":0,"id":null,"type":null,"function":{"arguments":"\\ude00\"}"}}""") + Sse.Ends("tool_calls") + Sse.Done,
        ["calls numbered alike"] = Sse.Calls("""{"id":"a","index":0,"type":"function","function":{"name":"f","arguments":"{}"}}""")
            + Sse.Calls("""{"id":"b","index":0,"type":"function","function":{"name":"g","arguments":"{}"}}""") + Sse.Ends("stop")
            + Sse.Done,
        ["half a call"] = Sse.Calls("""{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"a\":"}}""")
            + Sse.Ends("tool_calls") + Sse.Done,
        ["lone CR"] = (Sse.Says("a") + Sse.Says("模") + Sse.Ends("stop") + Sse.Usage(3, 4) + Sse.Done).ReplaceLineEndings("\r"),
        ["lone CR and an error"] = (Sse.Says("a") + "event: error\ndata: {\"message\":\"boom\"}\n\n").ReplaceLineEndings("\r"),
        ["several lines"] = Sse.OnLines(Sse.Says("a")) + Sse.OnLines(Sse.Delta("""{"reasoning":"思"}""")) + Sse.OnLines(Sse.Ends("eos"))
            + Sse.Done,
        ["several lines of Windows"] = (Sse.OnLines(Sse.Says("a")) + Sse.OnLines(Sse.Ends("stop")) + Sse.Done).ReplaceLineEndings("\r\n"),
        ["several lines, cut"] = Sse.Says("a") + Sse.OnLines(Sse.Says("b"))[..^30],
        ["several lines of a call"] =
            Sse.OnLines(Sse.Calls("""{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"a\":"}}"""))
            + Sse.OnLines(Sse.Calls("""{"index":0,"function":{"arguments":"1}"}}""")) + Sse.OnLines(Sse.Ends("tool_calls")) + Sse.Done,
        ["one line end"] = (Sse.Says("a") + Sse.Says("b") + Sse.Ends("stop") + Sse.Done).Replace("\n\n", "\n", StringComparison.Ordinal),
        ["nothing in events"] = "data: null\n\ndata:\n\n" + Sse.Says("a") + "data\n\ndata: null\n\n" + Sse.Ends("stop") + "data:\n\n"
            + Sse.Done,
        ["byte order mark"] = "\ufeff" + Sse.Says("a") + Sse.Ends("stop") + Sse.Done,
        ["unknown field"] = "trace: 5\n" + Sse.Says("a") + "x-y: z\n\n" + Sse.Ends("stop") + Sse.Done,
        ["error line"] = Sse.Says("a") + "error: {\"code\":500,\"message\":\"boom\"}\n\n" + Sse.Done,
        ["indented error"] = Sse.Says("a") + "{\n  \"error\": {\n    \"message\": \"boom\"\n  }\n}\n",
        ["raw line"] = Sse.Says("a") + "Internal Server Error\n" + Sse.Done,
        ["reasons everywhere"] = Sse.Delta("""{"role":"assistant","content":""}""", "\"stop\"")
            + Sse.Delta("""{"content":"a"}""", "\"stop\"")
            + Sse.Delta("""{"content":""}""", "\"stop\"") + Sse.Delta("""{"content":"b"}""", "\"length\"") + Sse.Usage(3, 4) + Sse.Done,
        ["no model"] = Sse.Says("a")
            + Sse.Data("""{"id":"c1","model":"","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"""),
    };

    public static TheoryData<string> GoodNames => [.. Good.Keys];

    public static TheoryData<string> Names => [.. Good.Keys, .. Odd.Keys];

    public static string Find(string name) => Good.TryGetValue(name, out var stream) ? stream : Odd[name];

    private static string SiliconFlow(string delta, string finish, int completion) =>
        Sse.Data(
            $$$"""{"id":"0195","object":"chat.completion.chunk","created":1,"model":"Qwen/X","choices":[{{{Sse.Choice(delta, finish)}}}],"system_fingerprint":"","usage":{"prompt_tokens":7,"completion_tokens":{{{completion}}},"total_tokens":9}}""");
}
