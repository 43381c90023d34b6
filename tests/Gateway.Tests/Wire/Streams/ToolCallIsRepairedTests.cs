namespace Gateway.Tests.Wire.Streams;

public class ToolCallIsRepairedTests
{
    private const string First = """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}""";
    private const string Rest = """{"index":0,"function":{"arguments":"{}"}}""";

    [Theory]
    [InlineData("""{"index":0,"id":null,"type":null,"function":{"arguments":"{}"}}""")]
    [InlineData("""{"id":null,"type":null,"index":0,"function":{"arguments":"{}"}}""")]
    [InlineData("""{"index":0,"id":null,"function":{"name":null,"arguments":"{}"}}""")]
    [InlineData("""{"index":0,"function":{"arguments":"{}","name":null},"type":null,"id":null}""")]
    [InlineData("""{ "index" : 0 , "id" : null , "function" : { "name" : null , "arguments" : "{}" } , "type" : null }""")]
    public void Piece_WithNulls_LosesThem(string piece)
    {
        var repaired = StreamCases.Repair(Sse.Calls(First) + Sse.Calls(piece) + Sse.Ends("tool_calls") + Sse.Done);
        Assert.Equal(
            Compact(Sse.Calls(First) + Sse.Calls(Rest) + Sse.Ends("tool_calls") + Sse.Done),
            Compact(repaired.Text));
    }

    [Theory]
    [InlineData("""{"index":0}""", """{"function":{},"index":0}""")]
    [InlineData("""{"index":0,"id":"a"}""", """{"function":{},"index":0}""")]
    [InlineData("""{"index":0,"function":null}""", """{"index":0,"function":{}}""")]
    [InlineData("""{"index":0,"function":"f"}""", """{"index":0,"function":{}}""")]
    [InlineData("""{"index":0,"function":{"name":null,"arguments":null}}""", """{"index":0,"function":{}}""")]
    [InlineData("""{"index":0,"id":null,"type":null}""", """{"function":{},"index":0}""")]
    [InlineData("""{"id":null,"index":0}""", """{"function":{},"index":0}""")]
    [InlineData("""{"id":null,"type":null}""", """{"index":0,"function":{}}""")]
    [InlineData("""{"id":null}""", """{"index":0,"function":{}}""")]
    [InlineData("{}", """{"index":0,"function":{}}""")]
    [InlineData("{ }", """{"index":0,"function":{}}""")]
    public void Piece_WithoutFunctionOrIndex_GetsThem(string piece, string expected)
    {
        var repaired = StreamCases.Repair(Sse.Calls(First) + Sse.Calls(piece) + Sse.Calls(Rest) + Sse.Ends("tool_calls") + Sse.Done);
        var calls = Sse.Deltas(repaired.Text)[1].GetProperty("tool_calls");
        Assert.Equal(Members(expected), Members(calls[0].GetRawText()));
        Assert.Equal(Gateway.Wire.Streams.AnswerEnd.Complete, repaired.End);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void Calls_NoneInTheList_PassUntouched(string calls)
    {
        var stream = Sse.Delta($$"""{"content":"a","tool_calls":{{calls}}}""") + Sse.Ends("stop") + Sse.Done;
        Assert.Equal(stream, StreamCases.Repair(stream).Text);
    }

    private static IEnumerable<string> Members(string json) =>
        System.Text.Json.JsonDocument.Parse(json).RootElement.EnumerateObject().Select(p => p.Name + ":" + p.Value.GetRawText()).Order();

    private static string Compact(string stream) => stream.Replace(" ", "", StringComparison.Ordinal);
}
