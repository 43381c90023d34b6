using System.Text.Json;

namespace Gateway.Tests.Wire.Streams;

/// <summary>Clients join a call's pieces by its index, so two calls with one index become one broken call.</summary>
public class ParallelCallsAreNumberedTests
{
    [Theory]
    [InlineData("0 a", "0 b", "0 c")]
    [InlineData("- a", "- b", "- c")]
    [InlineData("0 a", "1 b", "2 c")]
    [InlineData("1 a", "1 b", "1 c")]
    public void Calls_WholeEach_GetIndexesOfTheirOwn(params string[] calls)
    {
        var wire = calls.Select(c => c.Split(' ')).Select(c => Piece(c[0], c[1], "{}"));
        var text = Repair(string.Concat(wire.Select(Sse.Calls)));
        Assert.Equal(3, Indexes(text).Distinct().Count());
    }

    [Fact]
    public void Calls_InOneEvent_GetIndexesOfTheirOwn() =>
        Assert.Equal([0, 1], Indexes(Repair(Sse.Calls(Piece("0", "a", "{}") + "," + Piece("0", "b", "{}")))));

    [Fact]
    public void Pieces_OfCallsNumberedAlike_FollowTheirCall()
    {
        var text = Repair(
            Sse.Calls(Piece("0", "a", "{")) + Sse.Calls(Piece("0", null, "}")) + Sse.Calls(Piece("0", "b", "["))
                + Sse.Calls(Piece("0", null, "]")));
        Assert.Equal([0, 0, 1, 1], Indexes(text));
    }

    [Fact]
    public void Pieces_OfCallsInTurn_KeepTheirIndexes()
    {
        var stream = Sse.Calls(Piece("0", "a", "{")) + Sse.Calls(Piece("1", "b", "[")) + Sse.Calls(Piece("0", null, "}"))
            + Sse.Calls(Piece("1", null, "]"));
        Assert.Equal(stream + Sse.Ends("tool_calls") + Sse.Done, Repair(stream));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    public void Pieces_WithTheSameOrAnEmptyId_AreOneCall(string id) =>
        Assert.Equal([0, 0], Indexes(Repair(Sse.Calls(Piece("0", "a", "{")) + Sse.Calls(Piece("0", id, "}")))));

    [Fact]
    public void Calls_OfTwoChoices_AreNumberedApart()
    {
        const string Call = """{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}""";
        var stream = Sse.Delta(Call) + Sse.Delta(Call.Replace("\"a\"", "\"b\"", StringComparison.Ordinal), choice: 1)
            + Sse.Ends("tool_calls") + Sse.Ends("tool_calls", 1) + Sse.Done;
        Assert.Equal(stream, StreamCases.Repair(stream).Text);
    }

    private static string Repair(string calls) => StreamCases.Repair(calls + Sse.Ends("tool_calls") + Sse.Done).Text;

    private static string Piece(string index, string? id, string arguments) =>
        "{" + (index == "-" ? "" : $"\"index\":{index},") + (id is null ? "" : $"\"id\":\"{id}\",\"type\":\"function\",")
        + $"\"function\":{{{(id is null ? "" : "\"name\":\"f\",")}\"arguments\":{JsonSerializer.Serialize(arguments)}}}}}";

    private static IReadOnlyList<int> Indexes(string text) =>
        [.. Sse.Deltas(text).Where(d => d.TryGetProperty("tool_calls", out _))
            .SelectMany(d => d.GetProperty("tool_calls").EnumerateArray()).Select(c => c.GetProperty("index").GetInt32())];
}
