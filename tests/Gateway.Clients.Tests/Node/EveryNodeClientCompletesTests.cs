using Gateway.Clients.Tests.Readers;
using Gateway.Clients.Tests.Rigs;
using Gateway.Simulator.Options;

namespace Gateway.Clients.Tests.Node;

/// <summary>The real Node libraries complete bare text, streamed and whole, with every backend behind the gateway.</summary>
public sealed class EveryNodeClientCompletesTests(NodeClients node, EveryPersonality rig)
{
    private static readonly string[] s_routes = [.. EveryPersonality.RoutesOf(Scenario.Text)];

    public static MatrixTheoryData<string, Personality, bool> Cases() =>
        new(["openai-completions", "ai-7-completions"], Enum.GetValues<Personality>(), [true, false]);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Text_IsRead_WithItsReasonAndUsage(string client, Personality personality, bool streams)
    {
        var route = EveryPersonality.RouteOf(personality, Scenario.Text);
        var result = await node.OneOfAsync(client, rig.Gateway.Url, streams, s_routes, route);
        Assert.Null(result["error"]);
        Assert.Equal((EveryPersonality.Words, "stop"), ((string?)result["text"], (string?)result["finish"]));
        var tokens = NodeClients.TokensOf(result);
        Assert.Equal(20, tokens.Completion);
        Assert.Equal(tokens.Prompt + 20, tokens.Total);
        Assert.Equal(1, (int)result["requests"]!);
    }
}
