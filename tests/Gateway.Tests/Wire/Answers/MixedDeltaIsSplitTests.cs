using System.Text.Json;
using Gateway.Configuration;
using Gateway.Tests.Wire.Streams;

namespace Gateway.Tests.Wire.Answers;

/// <summary>LobeChat drops the content of an event that also holds reasoning.</summary>
public class MixedDeltaIsSplitTests
{
    [Theory]
    [InlineData("""{"reasoning_content":"r","content":"c"}""", "null")]
    [InlineData("""{"content":"c","reasoning":"r","role":"assistant"}""", "\"stop\"")]
    [InlineData("""{"content":"c","reasoning":"r","reasoning_content":"r"}""", "\"eos\"")]
    [InlineData("""{"role":"model","reasoning_content":"r","x":1,"reasoning":"r","content":"c"}""", "\"length\"")]
    public void Delta_ReasoningAndContent_BecomesTwoEvents(string delta, string finish)
    {
        var repaired = StreamCases.Repair(Sse.Delta(delta, finish) + (finish == "null" ? Sse.Ends("stop") : "") + Sse.Done);
        var choices = Sse.Choices(repaired.Text);
        Assert.Equal(("r", (string?)null), Read(choices[0]));
        Assert.Equal(((string?)null, "c"), Read(choices[1]));
        Assert.Equal(JsonValueKind.Null, choices[0].GetProperty("finish_reason").ValueKind);
        Assert.Single(Sse.FinishReasons(repaired.Text));
        Assert.All(Sse.Deltas(repaired.Text), d => Assert.False(d.TryGetProperty("reasoning", out _)));
    }

    [Fact]
    public void Delta_KeyWantsReasoning_IsSplitUnderThatName()
    {
        var repaired = StreamCases.Repair(
            Sse.Delta("""{"reasoning_content":"r","content":"c"}""") + Sse.Ends("stop"), reasoning: ReasoningField.Reasoning);
        Assert.Equal(("r", "c"), (Sse.Text(repaired.Text, "reasoning"), Sse.Text(repaired.Text, "content")));
        Assert.DoesNotContain("reasoning_content", repaired.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"reasoning_content":"r","content":""}""")]
    [InlineData("""{"reasoning_content":"","content":"c"}""")]
    [InlineData("""{"reasoning_content":null,"content":"c"}""")]
    [InlineData("""{"reasoning_content":"r","content":null}""")]
    public void Delta_OneIsEmpty_StaysOneEvent(string delta)
    {
        var stream = Sse.Delta(delta) + Sse.Ends("stop") + Sse.Done;
        Assert.Equal(stream, StreamCases.Repair(stream).Text);
    }

    [Fact]
    public void Delta_BesideAnotherChoice_NoTextIsSentTwice()
    {
        var mixed = Sse.Choice("""{"reasoning_content":"r","content":"c"}""", "\"stop\"");
        var other = Sse.Choice("""{"content":"d"}""", "\"stop\"", 1);
        var repaired = StreamCases.Repair(
            Sse.Data($$"""{"choices":[{{mixed}},{{other}}]}""") + Sse.Data($$"""{"choices":[{{other}},{{mixed}}]}""") + Sse.Done);
        Assert.Equal("cddc", Sse.Text(repaired.Text, "content"));
        Assert.Equal("rr", Sse.Text(repaired.Text, "reasoning_content"));
    }

    [Fact]
    public void Delta_WithAToolCall_CallsOnce()
    {
        var repaired = StreamCases.Repair(
            Sse.Delta(
                """{"reasoning_content":"r","content":"c","tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""", "\"tool_calls\"") + Sse.Done);
        Assert.Single(Sse.Deltas(repaired.Text), d => d.TryGetProperty("tool_calls", out _));
    }

    private static (string? Reasoning, string? Content) Read(JsonElement choice)
    {
        var delta = choice.GetProperty("delta");
        return (delta.GetProperty("reasoning_content").GetString(), delta.GetProperty("content").GetString());
    }
}
