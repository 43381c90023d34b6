using Gateway.Simulator.Scripts;

namespace Gateway.Clients.Tests.Shapes;

/// <summary>The shapes, by name. Each was written for these tests after what a backend is known to send.</summary>
internal static class OddShapes
{
    private const string Opening = """{"role":"assistant","content":null}""";
    private const string Whole = """{"role":"assistant","content":"the answer"}""";
    private const string Paris = """ "{\"city\":\"Paris\"}" """;
    private const string Rome = """ "{\"city\":\"Rome\"}" """;
    private const string Thinking = """{"type":"thinking","thinking":[{"type":"text","text":"let me think"}]}""";
    private static readonly string[] Texts = ["""{"role":"assistant","content":"the "}""", """{"content":"answer"}"""];
    private static readonly OddShape Answer = new() { Deltas = Texts, Message = Whole, Text = "the answer" };

    public static readonly IReadOnlyDictionary<string, OddShape> All = new Dictionary<string, OddShape>
    {
        ["content in parts"] = Answer with
        {
            Deltas = [$$"""{"role":"assistant","content":[{{Part("the ")}}]}""", $$"""{"content":[{{Part("answer")}}]}"""],
            Message = $$"""{"role":"assistant","content":[{{Part("the ")}},{{Part("answer")}}]}""",
        },
        ["thinking in parts"] = Answer with
        {
            Deltas = [$$"""{"role":"assistant","content":[{{Thinking}}]}""", .. Texts],
            Message = $$"""{"role":"assistant","content":[{{Thinking}},{{Part("the answer")}}]}""",
            Reasoning = "let me think",
        },
        ["null as the last delta"] = Answer with { LastDelta = "null" },
        ["created as a text"] = Answer with { Created = "\"1700000000\"" },
        ["created as a fraction"] = Answer with { Created = "1700000000.25" },
        ["a foreign finish reason"] = Answer with { Reason = "end_turn" },
        ["usage on every chunk"] = Answer with { Usage = UsagePlacement.EveryChunk },
        ["usage beside the finish reason"] = Answer with { Usage = UsagePlacement.OnFinish },
        ["usage without choices"] = Answer with { UsageWithoutChoices = true },
        ["arguments as an object"] = Call(Piece("\"id\":\"a\",", """{"city":"Paris"}""")),
        ["a number as id"] = Call(Piece("\"id\":7,", Paris)),
        ["no id and no type"] = Call(
            """{"index":0,"function":{"name":"weather","arguments":""}}""",
            """{"index":0,"function":{"arguments":"{\"city\":"}}""",
            """{"index":0,"function":{"arguments":"\"Paris\"}"}}"""),
        ["an empty id on every piece"] = Call(
            """{"index":0,"id":"","type":"function","function":{"name":"weather","arguments":""}}""",
            """{"index":0,"id":"","type":"function","function":{"name":"","arguments":"{\"city\":\"Paris\"}"}}"""),
        ["id and name on every piece"] = Call(
            Piece("\"id\":\"a\",", """ "{\"city\":" """),
            Piece("\"id\":\"a\",", """ "\"Paris\"}" """)),
        ["tool calls that end with stop"] = Call(Piece("\"id\":\"a\",", Paris)) with { Reason = "stop" },
        ["usage on every chunk of tool calls"] = Call(Piece("\"id\":\"a\",", Paris)) with { Usage = UsagePlacement.EveryChunk },
        ["one id for two calls"] = Call(Piece("\"id\":\"a\",", Paris), Piece("\"id\":\"a\",", Rome, index: 1)) with
        {
            Message = MessageOf(Piece("\"id\":\"a\",", Paris), Piece("\"id\":\"a\",", Rome, index: 1)),
            Calls = [("weather", """{"city":"Paris"}"""), ("weather", """{"city":"Rome"}""")],
        },
        ["no arguments in a whole answer"] = Empty("""{"id":"a","type":"function","function":{"name":"weather"}}"""),
        ["null as arguments in a whole answer"] = Empty("""{"id":"a","type":"function","function":{"name":"weather","arguments":null}}"""),
        ["empty arguments in a whole answer"] = Empty("""{"id":"a","type":"function","function":{"name":"weather","arguments":""}}"""),
    };

    /// <param name="pieces">The pieces of the call as a stream has them; a whole answer has a single one as it is.</param>
    private static OddShape Call(params string[] pieces) => new()
    {
        Deltas = [Opening, .. pieces.Select(p => $$"""{"tool_calls":[{{p}}]}""")],
        Message = MessageOf(pieces.Length == 1 ? pieces[0] : $$$"""{"function":{"name":"weather","arguments":{{{Paris}}}}}"""),
        Reason = "tool_calls",
        Finish = "tool_calls",
        Calls = [("weather", """{"city":"Paris"}""")],
    };

    // In a stream a call has arguments: what it has not is a matter of whole answers.
    private static OddShape Empty(string call) => new()
    {
        Deltas = [Opening, $$"""{"tool_calls":[{{Piece("\"id\":\"a\",", "\"{}\"")}}]}"""],
        Message = MessageOf(call),
        Reason = "tool_calls",
        Finish = "tool_calls",
        Calls = [("weather", "{}")],
    };

    private static string MessageOf(params string[] calls) =>
        $$"""{"role":"assistant","content":null,"tool_calls":[{{string.Join(',', calls)}}]}""";

    private static string Part(string text) => $$"""{"type":"text","text":"{{text}}"}""";

    /// <param name="id">The member of the id.</param>
    /// <param name="arguments">The JSON of the arguments.</param>
    /// <param name="index">The index.</param>
    private static string Piece(string id, string arguments, int index = 0) =>
        $$$"""{"index":{{{index}}},{{{id}}}"type":"function","function":{"name":"weather","arguments":{{{arguments}}}}}""";
}
