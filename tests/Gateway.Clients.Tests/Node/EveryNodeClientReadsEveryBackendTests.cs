using System.Text.Json.Nodes;
using Gateway.Clients.Tests.Readers;
using Gateway.Clients.Tests.Rigs;
using Gateway.Simulator.Options;

namespace Gateway.Clients.Tests.Node;

/// <summary>The real Node libraries read the gateway's answers, streamed and whole, with every backend behind it.</summary>
public sealed class EveryNodeClientReadsEveryBackendTests(NodeClients node, EveryPersonality rig)
{
    // A word, and the tools that they offer with every request, as a simulated backend counts them.
    private const int Prompt = 61;

    private static readonly string[] Routes =
        [.. EveryPersonality.RoutesOf(Scenario.Text, Scenario.Tools, Scenario.Reasoning, Scenario.ThinkTags)];

    public static MatrixTheoryData<string, Personality, bool> Cases() =>
        new(["openai", "ai-7", "ai-6"], Enum.GetValues<Personality>(), [true, false]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Text_IsRead_WithItsUsage(string client, Personality personality, bool streams)
    {
        var result = await ReadAsync(client, personality, Scenario.Text, streams, "stop");
        Assert.Equal(EveryPersonality.Words, (string?)result["text"]);
        Assert.Empty(result["calls"]!.AsArray());
        Assert.Equal(new Tokens(Prompt, 20, Prompt + 20), NodeClients.TokensOf(result));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ToolCalls_AreRead_WithTheirUsage(string client, Personality personality, bool streams)
    {
        var result = await ReadAsync(client, personality, Scenario.Tools, streams, "tool_calls");
        var calls = result["calls"]!.AsArray();
        Assert.Equal(
            ["""weather {"city":"Paris"}""", """time {"zone":"CET"}"""],
            calls.Select(c => $"{c!["name"]} {c["input"]!.ToJsonString()}"));
        Assert.All(calls, c => Assert.NotEqual("", (string?)c!["id"] ?? ""));
        Assert.Distinct(calls.Select(c => (string?)c!["id"]));
        Assert.Equal((await rig.UsedAsync(personality, Scenario.Tools)).To(Prompt), NodeClients.TokensOf(result));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Reasoning_IsReadApart(string client, Personality personality, bool streams) =>
        ReasonsAsync(client, personality, Scenario.Reasoning, streams);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task ReasoningInTags_IsReadApart(string client, Personality personality, bool streams) =>
        ReasonsAsync(client, personality, Scenario.ThinkTags, streams);

    private async Task ReasonsAsync(string client, Personality personality, Scenario scenario, bool streams)
    {
        var result = await ReadAsync(client, personality, scenario, streams, "stop");
        Assert.Equal(EveryPersonality.Reasoning, ((string?)result["reasoning"])!.Trim());
        Assert.Equal(EveryPersonality.Answer, ((string?)result["text"])!.Trim());
        Assert.Equal((await rig.UsedAsync(personality, scenario)).To(Prompt), NodeClients.TokensOf(result));
    }

    private async Task<JsonNode> ReadAsync(string client, Personality personality, Scenario scenario, bool streams, string finish)
    {
        var result = await node.OneOfAsync(client, rig.Gateway.Url, streams, Routes, EveryPersonality.RouteOf(personality, scenario));
        Assert.Null((string?)result["error"]);
        Assert.Equal(1, (int)result["requests"]!);
        Assert.Equal(finish, (string?)result["finish"]);
        return result;
    }


}
