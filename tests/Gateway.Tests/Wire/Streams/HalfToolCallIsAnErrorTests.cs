using System.Text.Json;
using CsCheck;
using Gateway.Tests.Wire.Bytes;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>A client runs a call that is reported as finished, so half of a command must never look finished.</summary>
public class HalfToolCallIsAnErrorTests
{
    public static TheoryData<string> Ends => [Sse.Ends("tool_calls") + Sse.Done, Sse.Ends("stop") + Sse.Done, Sse.Ends("eos"), Sse.Done];

    [Theory]
    [MemberData(nameof(Ends))]
    public void Finish_HalfOfTheArguments_IsAnError(string end)
    {
        var repaired = StreamCases.Repair(Calls("""{"path":"/tm""") + end);
        Assert.Contains("tool call", Sse.ErrorAtEnd(repaired.Text), StringComparison.Ordinal);
        Assert.Equal(AnswerEnd.Truncated, repaired.End);
        Assert.Empty(FinishReasonsBeforeTheError(repaired.Text));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void Finish_WholeArguments_IsComplete(string end) =>
        Assert.Equal(AnswerEnd.Complete, StreamCases.Repair(Calls("{\"path\":", "\"/tmp\"}") + end).End);

    [Theory]
    [MemberData(nameof(Ends))]
    public void Finish_NoArgumentsAtAll_IsComplete(string end) => Assert.Equal(AnswerEnd.Complete, StreamCases.Repair(Calls("") + end).End);

    [Fact]
    public void Finish_OneOfTwoCallsHalf_IsAnError()
    {
        var other = Sse.Calls("""{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}""");
        Assert.Equal(AnswerEnd.Truncated, StreamCases.Repair(Calls("{\"a\"") + other + Sse.Ends("tool_calls") + Sse.Done).End);
    }

    [Fact]
    public void Arguments_TornAnywhereIntoEvents_AreJudgedAsWhole() =>
        Gen.Select(JsonTexts.Object, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((json, a, b) =>
        {
            var cuts = new[] { (int)(a * json.Length), (int)(b * json.Length) }.Order().ToArray();
            string[] pieces = [json[..cuts[0]], json[cuts[0]..cuts[1]], json[cuts[1]..]];
            Assert.Equal(AnswerEnd.Complete, StreamCases.Repair(Calls(pieces) + Sse.Ends("tool_calls") + Sse.Done).End);
            var half = cuts[1] > 0 && cuts[1] < json.Length;
            Assert.Equal(
                half ? AnswerEnd.Truncated : AnswerEnd.Complete,
                StreamCases.Repair(Calls(pieces[..2]) + Sse.Ends("tool_calls") + Sse.Done).End);
        }, iter: 500);

    // A half of a surrogate pair is escaped as such, as backends do that cut between UTF-16 units.
    private static string Calls(params string[] pieces) => string.Concat(pieces.Select((piece, index) => Sse.Calls(
        $$$"""{"index":0,{{{(index == 0 ? "\"id\":\"a\"," : "")}}}"function":{"arguments":"{{{string.Concat(piece.Select(Escape))}}}"}}""")));

    private static string Escape(char c) => char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : JsonSerializer.Serialize(c)[1..^1];

    private static IReadOnlyList<string?> FinishReasonsBeforeTheError(string stream) =>
        Sse.FinishReasons(stream[..stream.IndexOf("data: {\"error\"", StringComparison.Ordinal)]);
}
