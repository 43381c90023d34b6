using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>
/// The first piece of each call has a unique id and its type, and the others have neither id nor name, whatever the backend sends.
/// </summary>
public class ToolCallsAreTakenApartTests
{
    // Each case: the pieces as they come, and what clients make of them: index, id (? for one that was made), name, arguments.
    [Theory]
    [InlineData("""{"index":0,"type":"function","function":{"name":"f","arguments":"{}"}}""", "0 ? f {}")]
    [InlineData("""{"index":0,"id":null,"function":{"name":"f","arguments":"{}"}}""", "0 ? f {}")]
    [InlineData("""{"index":0,"id":"","type":"","function":{"name":"f","arguments":"{}"}}""", "0 ? f {}")]
    [InlineData("""{"index":0,"id":5,"type":null,"function":{"name":"f","arguments":"{}"}}""", "0 ? f {}")]
    [InlineData("""{"index":0,"id":"a","function":{"name":"f","arguments":{"x":"\"é\n"}}}""", """0 a f {"x":"\"é\n"}""")]
    [InlineData("""{"index":0,"id":"a","function":{"name":"f","arguments":[1, 2]}}""", "0 a f [1, 2]")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"f"}}|{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\""}}|{"index":0,"id":"a","function":{"name":"f","arguments":":1}"}}|{"index":0,"id":"a","function":{"name":"f","arguments":""}}""", """0 a f {"x":1}""")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}|{"index":0,"id":"b","function":{"arguments":"}"}}|{"index":0,"id":"c","function":{"arguments":""}}""", "0 a f {}")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}|{"index":0,"function":{"name":"g","arguments":"{}"}}""",
        "0 a f {}|1 ? g {}")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}|{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}""",
        "0 a f {}|1 ? f {}")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}|{"index":1,"id":"a","function":{"name":"g","arguments":"{}"}}""",
        "0 a f {}|1 ? g {}")]
    [InlineData("""{"function":{"name":"f","arguments":{}}},{"function":{"name":"f","arguments":{}}}""", "0 ? f {}|1 ? f {}")]
    [InlineData("""{"function":{"name":"f"}},{"function":{"name":"f"}}""", "0 ? f |1 ? f ")]
    [InlineData(
        """{"id":"a","function":{"name":"f","arguments":"{"}}|{"id":"b","function":{"name":"g","arguments":"["}}|{"id":"a","function":{"arguments":"}"}}|{"id":"b","function":{"arguments":"]"}}""", "0 a f {}|1 b g []")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}|{"index":0,"id":"b","function":{"name":"g","arguments":"["}}|{"index":0,"id":"a","function":{"arguments":"}"}}|{"index":0,"id":"b","function":{"arguments":"]"}}""", "0 a f {}|1 b g []")]
    [InlineData(
        """{"index":"0","id":"a","function":{"name":"f","arguments":"{}"}}|{"index":-1,"id":"b","function":{"name":"g","arguments":"{}"}}""", "0 a f {}|1 b g {}")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}|{"index":2147483647,"id":"b","function":{"name":"g","arguments":"{"}}|{"index":2147483647,"function":{"arguments":"}"}}""", "0 a f {}|1 b g {}")]
    [InlineData(
        """{"index":1,"id":"a","function":{"name":"f","arguments":"{}"}}|{"index":2,"id":"b","function":{"name":"g","arguments":"{}"}}""",
        "1 a f {}|2 b g {}")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"now","arguments":""}}|{"index":0,"function":{"name":"g","arguments":"{}"}}""",
        "0 a now |1 ? g {}")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"","arguments":""}}|{"index":0,"function":{"name":"f","arguments":"{}"}}""", "0 a f {}")]
    [InlineData(
        """{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}|{"index":0,"id":"r","function":{"arguments":" "}}""", "0 a f {} ")]
    public void Pieces_OfAnyForm_AreTheCallsMeant(string pieces, string calls)
    {
        var repaired = StreamCases.Run(
            AnyShapeIsStrictTests.NewRepair(),
            Encoding.UTF8.GetBytes(string.Concat(pieces.Split('|').Select(Sse.Calls)) + Sse.Ends("tool_calls") + Sse.Done));
        Assert.Equal(AnswerEnd.Complete, repaired.End);
        StrictSchema.AssertStream(repaired.Text, asksForUsage: false);
        Assert.Equal(calls, string.Join('|', Read(repaired.Text)));
    }

    [Fact]
    public void Ids_ThatAreMade_AreOfThatAnswerAlone()
    {
        var one = MadeIn(new Gateway.Wire.Answers.AnswerDefaults("request-1", "m", 1));
        var other = MadeIn(new Gateway.Wire.Answers.AnswerDefaults("request-2", "m", 1));
        Assert.Equal(4, one.Concat(other).Distinct().Count());
        Assert.All(one, id => Assert.Matches("^call_[0-9a-z]{24}$", id));
    }

    [Theory]
    [InlineData("""{"function":{"name":"f"}}""", "? f {}")]
    [InlineData("""{"id":null,"type":null,"function":{"name":"f","arguments":null}}""", "? f {}")]
    [InlineData("""{"id":"a","function":{"arguments":"","name":"f"}}""", "a f {}")]
    [InlineData(
        """{"id":"a","function":{"arguments":{"x":1},"name":"f"}},{"id":"a","function":{"arguments":"[]","name":"f"}}""",
        """a f {"x":1}|? f []""")]
    public void Calls_OfAWholeAnswer_AreWhole(string calls, string expected)
    {
        var body = Bodies.Mend(
            $$"""{"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{{calls}}]},"finish_reason":"stop"}]}""");
        StrictSchema.AssertWhole(body.GetRawText());
        Assert.Equal(
            expected,
            string.Join('|', body.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls").EnumerateArray().Select(c =>
            $"{Id(c)} {c.GetProperty("function").GetProperty("name")} {c.GetProperty("function").GetProperty("arguments")}")));
    }

    [Fact]
    public void Call_ThatIsBrokenAfterItWasWhole_IsAnError()
    {
        const string Call = """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}""";
        var repaired = StreamCases.Repair(
            Sse.Calls(Call) + Sse.Calls("""{"index":0,"function":{"arguments":"}"}}""") + Sse.Ends("tool_calls") + Sse.Done);
        Assert.Equal(AnswerEnd.Truncated, repaired.End);
    }

    [Fact]
    public void CallOfTheOldForm_AndOneOfATypeOfItsOwn_PassUntouched()
    {
        var stream = Sse.Delta("""{"function_call":{"name":"f","arguments":"{"}}""") + Sse.Delta("""{"function_call":{"arguments":"}"}}""")
            + Sse.Calls("""{"index":0,"id":"a","type":"custom","custom":{"name":"f","input":"x"}}""") + Sse.Ends("tool_calls") + Sse.Done;
        Assert.Equal(stream, StreamCases.Repair(stream).Text);
    }

    // It took 52 seconds when each piece looked through all calls.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HundredThousandCalls_TakeSeconds(bool inOneEvent)
    {
        const int Calls = 100_000;
        var pieces = Enumerable.Range(0, Calls).Select(i =>
            $$$"""{"index":{{{(inOneEvent ? 0 : i)}}},"id":"c{{{i / 2}}}","type":null,"function":{"name":"f","arguments":"{}"}},{"id":null,"index":{{{(inOneEvent ? 0 : i)}}},"type":null,"function":{"arguments":null}}""");
        var stream = Encoding.UTF8.GetBytes(
            (inOneEvent ? Sse.Calls(string.Join(',', pieces)) : string.Concat(pieces.Select(Sse.Calls))) + Sse.Ends("tool_calls")
                + Sse.Done);
        var clock = Stopwatch.StartNew();
        var repaired = StreamCases.Run(AnyShapeIsStrictTests.NewRepair(), stream);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        Assert.Equal(Calls, Read(repaired.Text).Count);
    }

    private static List<string> MadeIn(Gateway.Wire.Answers.AnswerDefaults defaults)
    {
        var state = new Gateway.Wire.Answers.AnswerState
        {
            ReasoningName = Gateway.Authentication.ApiKey.Anonymous.ReasoningName,
            Defaults = defaults
        };
        var stream = Sse.Calls("""{"function":{"name":"f"}},{"function":{"name":"g"}}""") + Sse.Ends("tool_calls") + Sse.Done;
        var text = StreamCases.Run(
            new StreamRepair(state, new("r1", "Chat", 1, false, Gateway.Wire.Errors.SecretScrubber.None)),
            Encoding.UTF8.GetBytes(stream)).Text;
        return [.. Pieces(text).Select(p => p.GetProperty("id").GetString()!)];
    }

    private static List<string> Read(string stream) =>
        [.. Pieces(stream).GroupBy(p => p.GetProperty("index").GetInt32()).Select(call =>
            $"{call.Key} {Id(call.First())} {Joined(call, "name")} {Joined(call, "arguments")}")];

    private static string Joined(IEnumerable<JsonElement> pieces, string name) =>
        string.Concat(pieces.Select(p => p.GetProperty("function").TryGetProperty(name, out var value) ? value.GetString() : ""));

    private static string Id(JsonElement call) =>
        call.GetProperty("id").GetString()! is var id && id.StartsWith("call_", StringComparison.Ordinal) ? "?" : id;

    private static IEnumerable<JsonElement> Pieces(string stream) =>
        Sse.Deltas(stream).Where(d => d.TryGetProperty("tool_calls", out _)).SelectMany(d => d.GetProperty("tool_calls").EnumerateArray());
}
