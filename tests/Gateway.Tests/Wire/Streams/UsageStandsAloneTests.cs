using System.Text.Json;

namespace Gateway.Tests.Wire.Streams;

/// <summary>
/// Usage comes in an event of its own, the last one, and only if the client asked. Otherwise Continue outputs only the last event that has
/// usage, LangChain and pydantic-ai add them up, and AutoGen loses the finish reason beside it.
/// </summary>
public class UsageStandsAloneTests
{
    private const string Figures =
        """{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12,"prompt_cache_hit_tokens":2,"completion_tokens_details":{"reasoning_tokens":1}}""";

    public static TheoryData<string> Streams_() =>
    [
        GoldenStreams.Odd["SiliconFlow"].Replace(
            """{"prompt_tokens":7,"completion_tokens":5,"total_tokens":9}""", Figures, StringComparison.Ordinal),
        Sse.Says("a") + Ends(Figures) + Sse.Done,
        Sse.Says("a") + Ends("null", $$""","x_groq":{"id":"g","usage":{{Figures}}}""") + Sse.Done,
        Sse.Says("a") + Ends(Figures) + Alone(Figures) + Sse.Done,
        Alone("""{"prompt_tokens":7,"completion_tokens":0}""") + Sse.Says("a") + Alone("""{"prompt_tokens":1,"completion_tokens":1}""")
            + Alone(Figures) + Sse.Ends("stop") + Sse.Done,
        Sse.Says("a") + Sse.Ends("stop") + Alone(Figures) + Alone(Figures) + Sse.Done,
        Sse.Says("a") + Sse.Ends("stop") + Alone("""{"prompt_tokens":0,"completion_tokens":0}""") + Alone(Figures) + Sse.Done,
        Sse.Says("a") + Alone(Figures) + Sse.Ends("stop") + Sse.Done,
        Sse.Says("a") + Alone(Figures) + Sse.Done,
        Sse.Says("a") + Ends(Figures),
    ];

    [Theory]
    [MemberData(nameof(Streams_))]
    public void Usage_ThatWasAskedFor_IsInOneEventTheLast(string stream)
    {
        var events = Sse.Events(StreamCases.Repair(stream, keepsUsage: true).Text);
        Assert.All(events.SkipLast(1), e => Assert.False(HasUsage(e), e.GetRawText()));
        Assert.Equal(0, events[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal(JsonDocument.Parse(Figures).RootElement.GetRawText(), events[^1].GetProperty("usage").GetRawText());
        Assert.NotEqual(JsonValueKind.Null, events[^2].GetProperty("choices")[0].GetProperty("finish_reason").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Streams_))]
    public void Usage_ThatWasNotAskedFor_IsNowhere(string stream)
    {
        var repaired = StreamCases.Repair(stream);
        Assert.All(Sse.Events(repaired.Text), e => Assert.False(HasUsage(e), e.GetRawText()));
        Assert.All(Sse.Events(repaired.Text), e => Assert.NotEqual(0, e.GetProperty("choices").GetArrayLength()));
        Assert.DoesNotContain("prompt_tokens", repaired.Text, StringComparison.Ordinal);
        Assert.Equal((7, 5), (repaired.Answer.Told.Prompt, repaired.Answer.Told.Output));
    }

    [Fact]
    public void Event_ThatIsMade_IsCalledAsTheOthers()
    {
        var last = Sse.Events(StreamCases.Repair(GoldenStreams.Odd["SiliconFlow"], keepsUsage: true).Text)[^1];
        Assert.Equal(("0195", "chat.completion.chunk", 1, "Qwen/X"), (
            last.GetProperty("id").GetString(), last.GetProperty("object").GetString(), last.GetProperty("created").GetInt32(),
            last.GetProperty("model").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Event_ThatTellsMoreThanUsage_KeepsTheRest(bool asks)
    {
        var stream = Sse.Says("a") + Sse.Ends("stop")
            + Alone(Figures, ""","system_fingerprint":"f","timings":{"prompt_n":7},"empty":"","none":null""") + Sse.Done;
        var last = Sse.Events(StreamCases.Repair(stream, keepsUsage: asks).Text)[^1];
        Assert.Equal(7, last.GetProperty("timings").GetProperty("prompt_n").GetInt32());
        Assert.Equal(asks, HasUsage(last));
        // Whoever reads the first choice of each event without looking finds one.
        Assert.Equal(asks ? 0 : 1, last.GetProperty("choices").GetArrayLength());
    }

    [Fact]
    public void Event_WithChoices_KeepsWhatStandsBesideUsage()
    {
        var stream = Sse.Says("a") + Ends(Figures, ""","timings":{"prompt_n":7},"service_tier":"default" """) + Sse.Done;
        var finish = Sse.Events(StreamCases.Repair(stream).Text)[1];
        Assert.Equal(
            ["choices", "service_tier", "timings"], finish.EnumerateObject().Select(p => p.Name).Where(n => n is not "model").Order());
    }

    [Fact]
    public void Zeros_BesideText_AreNotTold() => Assert.DoesNotContain(
        "usage",
        StreamCases.Repair(
            Sse.Says("a") + Ends("""{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""") + Sse.Done, keepsUsage: true).Text,
            StringComparison.Ordinal);

    [Fact]
    public void Stream_ThatBreaks_TellsNone()
    {
        var repaired = StreamCases.Repair(GoldenStreams.Odd["SiliconFlow"][..^60] + Sse.Data("""{"error":"boom"}"""), keepsUsage: true);
        Assert.NotEqual("", Sse.ErrorAtEnd(repaired.Text));
        Assert.DoesNotContain("usage", repaired.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":7,"completion_tokens":5}""", """{"total_tokens":12,"prompt_tokens":7,"completion_tokens":5}""")]
    [InlineData("""{"prompt_tokens":7,"completion_tokens":"5","total_tokens":12.0}""", """{"prompt_tokens":7,"total_tokens":12}""")]
    [InlineData(
        """{"prompt_tokens":7,"total_tokens":null,"completion_tokens":5}""",
        """{"total_tokens":12,"prompt_tokens":7,"completion_tokens":5}""")]
    [InlineData(
        """{"prompt_tokens":7,"completion_tokens_details":{"reasoning_tokens":"1","x":2},"prompt_tokens_details":5,"cost":0.5}""",
        """{"prompt_tokens":7,"completion_tokens_details":{"x":2},"cost":0.5}""")]
    [InlineData(
        """{"prompt_tokens":7,"completion_tokens_details":null,"completion_tokens":-1}""",
        """{"prompt_tokens":7,"completion_tokens_details":null}""")]
    public void Counts_AreNumbersOrAbsent(string usage, string expected)
    {
        foreach (var stream in (string[])[Ends(usage), Sse.Ends("stop") + Alone(usage)])
        {
            var last = Sse.Events(StreamCases.Repair(Sse.Says("a") + stream + Sse.Done, keepsUsage: true).Text)[^1];
            Assert.Equal(expected, last.GetProperty("usage").GetRawText());
        }

        Assert.Equal(
            expected,
            Bodies.Mend(
                $$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],"usage":{{usage}}}""")
                    .GetProperty("usage").GetRawText());
    }

    private static bool HasUsage(JsonElement chunk) =>
        chunk.TryGetProperty("usage", out var usage) && usage.ValueKind != JsonValueKind.Null;

    private static string Ends(string usage, string more = "") =>
        Sse.Data($$"""{"model":"m","choices":[{{Sse.Choice("{}", "\"stop\"")}}],"usage":{{usage}}{{more}}}""");

    private static string Alone(string usage, string more = "") => Sse.Data($$"""{"model":"m","choices":[],"usage":{{usage}}{{more}}}""");
}
