using System.Text;
using System.Text.Json;

namespace Gateway.Tests.Wire.Streams;

/// <summary>OpenAI's .NET SDK throws on a time that is not a whole number, and the AI SDK on a name that is not a string.</summary>
public class ChunkHeadIsRepairedTests
{
    [Theory]
    [InlineData("1700000000", 1700000000)]
    [InlineData("1700000000.75", 1700000000)]
    [InlineData("1.7e9", 1700000000)]
    [InlineData("\"1700000000\"", 1700000000)]
    [InlineData("1700000000123", 1700000000)]
    [InlineData("1700000000123456789", 1700000000)]
    [InlineData("\"2023-11-14T22:13:20Z\"", 1700000000)]
    [InlineData("null", 1)]
    [InlineData("-1", 1)]
    [InlineData("1e999", 1)]
    [InlineData("\"soon\"", 1)]
    [InlineData("{}", 1)]
    public void Created_IsAWholeNumberOfSeconds(string created, long expected)
    {
        var chunk = Event(
            $$"""{"id":"c","object":"chat.completion.chunk","created":{{created}},"model":"m","choices":[{{Sse.Choice("{\"content\":\"a\"}")}}]}""");
        Assert.Equal(expected, chunk.GetProperty("created").GetInt64());
        var body = Bodies.Mend($$"""{"created":{{created}},"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]}""");
        Assert.Equal(expected, body.GetProperty("created").GetInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"id\":null,\"object\":null,\"model\":null,")]
    [InlineData("\"object\":\"chat.completion\",\"id\":{},\"model\":[1],")]
    public void Names_ThatAreMissingOrNone_AreGiven(string head)
    {
        var chunk = Event($$"""{{{head}}"choices":[{{Sse.Choice("{\"content\":\"a\"}")}}]}""");
        Assert.Equal(("chatcmpl-r1", "chat.completion.chunk", 1, "Chat"), (
            chunk.GetProperty("id").GetString(), chunk.GetProperty("object").GetString(), chunk.GetProperty("created").GetInt32(),
            chunk.GetProperty("model").GetString()));
    }

    [Fact]
    public void Id_ThatIsANumber_StaysTheSame() =>
        Assert.Equal("12", Event($$"""{"id":12,"choices":[{{Sse.Choice("{}")}}]}""").GetProperty("id").GetString());

    [Theory]
    [InlineData("""{"index":0,"delta":null}""")]
    [InlineData("""{"index":0}""")]
    [InlineData("""{"index":0,"delta":[],"finish_reason":null}""")]
    [InlineData("{}")]
    [InlineData("""{"index":null,"finish_reason":null}""")]
    [InlineData("""{"index":"0","delta":{}}""")]
    public void Delta_ThatIsMissingOrNone_IsEmpty(string choice)
    {
        var mended = Event($$"""{"choices":[null,{{choice}}]}""").GetProperty("choices")[0];
        Assert.Equal((0, "{}"), (mended.GetProperty("index").GetInt32(), mended.GetProperty("delta").GetRawText()));
    }

    [Fact]
    public void Message_InAStream_IsADelta() => Assert.Equal(
        """{"role":"assistant","content":"a"}""",
        Event("""{"choices":[{"index":0,"message":{"content":"a"}}]}""").GetProperty("choices")[0].GetProperty("delta").GetRawText());

    // A million bytes took 17 seconds when each looked through all edits before it.
    [Theory]
    [InlineData("{\"choices\":[", "null,", "{}]}")]
    [InlineData("{", "\"error\":{},", "\"choices\":[{}]}")]
    public void Members_ThatAreLeftOutInTheirThousands_TakeNoTime(string before, string one, string behind)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var mended = Event(before + string.Concat(Enumerable.Repeat(one, 200_000)) + behind);
        Assert.Equal(1, mended.GetProperty("choices").GetArrayLength());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Fact]
    public void Message_BesideADelta_IsNoSecondOne() => Assert.Equal(
        """{"index":0,"delta":{"role":"assistant","content":"b"}}""",
        Event("""{"choices":[{"index":0,"delta":{"role":"assistant","content":"b"},"message":{"role":"assistant","content":"ab"}}]}""")
            .GetProperty("choices")[0].GetRawText());

    [Fact]
    public void Role_ThatIsEmptyWhereOneIsDue_IsGivenOnce() => Assert.Equal(
        """{"role":"assistant","content":"a"}""",
        Event("""{"choices":[{"index":0,"delta":{"role":"","content":"a"}}]}""").GetProperty("choices")[0].GetProperty("delta")
            .GetRawText());

    private static JsonElement Event(string payload) => Sse.Events(
        StreamCases.Run(
            AnyShapeIsStrictTests.NewRepair(), Encoding.UTF8.GetBytes(Sse.Data(payload) + Sse.Ends("stop") + Sse.Done)).Text)[0];
}
