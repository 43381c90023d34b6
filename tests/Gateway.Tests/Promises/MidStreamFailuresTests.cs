using System.Text.Json.Nodes;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Promises;

/// <summary>
/// Whatever breaks a stream in the middle, at any backend, the client gets everything before the break, then one error event and no [DONE],
/// and nothing is sent again.
/// </summary>
public sealed class MidStreamFailuresTests(MidStreamRig rig) : IClassFixture<MidStreamRig>
{
    public static TheoryData<Personality, FailureMode> Broken() => Cases(MidStreamFailures.Broken.Keys);

    public static TheoryData<Personality, FailureMode> Honest() => Cases(MidStreamFailures.Honest.Keys);

    [Fact]
    public void FailureModes_OfTheSimulator_AreAllDecided() =>
        Assert.Equal(Enum.GetValues<FailureMode>().Order(), MidStreamFailures.Broken.Keys.Concat(MidStreamFailures.Honest.Keys).Order());

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Stream_ThatBreaksAfterGoodChunks_IsAllThatCameAndOneErrorEvent(Personality personality, FailureMode failure)
    {
        var sent = await rig.SentBeforeAsync(personality, failure);
        var (served, others) = (rig.Of(personality).Served.Requests, rig.Other.Served.Requests);
        using var response = await rig.ChatAsync(MidStreamRig.RouteOf(personality, failure), stream: true);

        // 1. All that came before, in the shape that clients know.
        Assert.Equal(200, (int)response.StatusCode);
        var stream = new Sse(await response.Content.ReadAsStringAsync());
        Assert.Equal(ContentOf(sent), stream.Content);
        Assert.Equal(ReasoningOf(sent), stream.Reasoning);
        Assert.Equal(ArgumentsOf(sent), ArgumentsOf(stream.Events));
        Assert.NotEqual("", stream.Content + ArgumentsOf(stream.Events));

        // 2. One error event at the end, and nothing that looks like a regular one.
        stream.Broken();
        Assert.Single(stream.Events, e => e["error"] is not null);
        Assert.Single(stream.Text.Split('\n'), line => line.Contains("\"error\"", StringComparison.Ordinal));
        Assert.Empty(stream.FinishReasons);
        Assert.DoesNotContain("[DONE]", stream.Text, StringComparison.Ordinal);

        // 3. One attempt, seen from all sides.
        Assert.Equal("1", response.Header("x-gateway-attempts"));
        Assert.Equal(1, rig.Of(personality).Served.Requests - served);
        Assert.Equal(others, rig.Other.Served.Requests);
        var logged = await rig.Gateway.Log.WaitForAsync($"{response.Header("x-request-id")} 200 ");
        Assert.Contains($" 200 {MidStreamFailures.Broken[failure]} ", logged, StringComparison.Ordinal);
        Assert.Contains(" attempts=1 ", logged, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Honest))]
    public async Task Stream_ThatEndsHonestly_IsWhole(Personality personality, FailureMode failure)
    {
        var others = rig.Other.Served.Requests;
        using var response = await rig.ChatAsync(MidStreamRig.RouteOf(personality, failure), stream: true);
        new Sse(await response.Content.ReadAsStringAsync()).Whole();
        Assert.Equal(others, rig.Other.Served.Requests);
        var logged = await rig.Gateway.Log.WaitForAsync($"{response.Header("x-request-id")} 200 ");
        Assert.Contains($" 200 {AnswerEnd.Complete} ", logged, StringComparison.Ordinal);
    }

    private static TheoryData<Personality, FailureMode> Cases(IEnumerable<FailureMode> failures)
    {
        var data = new TheoryData<Personality, FailureMode>();
        foreach (var failure in failures)
        {
            foreach (var personality in Enum.GetValues<Personality>())
            {
                data.Add(personality, failure);
            }
        }

        return data;
    }

    private static IEnumerable<JsonNode> Deltas(IEnumerable<JsonNode> events) =>
        events.SelectMany(e => e["choices"]?.AsArray() ?? []).Select(c => c!["delta"]!);

    private static string ContentOf(IEnumerable<JsonNode> events) => string.Concat(Deltas(events).Select(d => (string?)d["content"]));

    private static string ReasoningOf(IEnumerable<JsonNode> events) =>
        string.Concat(Deltas(events).Select(d => (string?)d["reasoning_content"] ?? (string?)d["reasoning"]));

    private static string ArgumentsOf(IEnumerable<JsonNode> events) => string.Concat(
        Deltas(events).SelectMany(d => d["tool_calls"]?.AsArray() ?? []).Select(
            c => (string?)c!["function"]!["name"] + c["function"]!["arguments"]));
}
