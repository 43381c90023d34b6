using Gateway.Clients.Tests.Rigs;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Node;

/// <summary>The Node libraries work with backends that have odd habits, and with backends that fail.</summary>
public sealed class NodeTests(NodeClients node)
{
    private static readonly ModelScript TwoCalls = new()
    {
        ToolCalls =
        [
            new() { Name = "weather", Arguments = """{"city":"Paris"}""" },
            new() { Name = "weather", Arguments = """{"city":"Rome"}""" },
        ],
    };

    [Theory]
    [InlineData("openai")]
    [InlineData("ai-7")]
    [InlineData("ai-6")]
    public async Task Stream_WithAForeignReasonAndWithoutDone_IsReadToItsEnd(string client)
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { FinishReason = "eos", OmitDone = true });
        var result = await node.RunAsync(client, rig.Gateway.Url, "Cloud");
        Assert.StartsWith("[simulated]", (string?)result["text"], StringComparison.Ordinal);
        Assert.Equal("stop", (string?)result["finish"]);
        Assert.True((int)result["tokens"]!["completion"]! > 0);
        Assert.Null(result["error"]);
    }

    [Theory]
    [InlineData("openai", "Local", ToolCallStyle.WholeIndexZero)]
    [InlineData("openai", "Cloud", ToolCallStyle.PiecesWithNulls)]
    [InlineData("ai-7", "Local", ToolCallStyle.WholeIndexZero)]
    [InlineData("ai-7", "Cloud", ToolCallStyle.PiecesWithNulls)]
    [InlineData("ai-6", "Local", ToolCallStyle.WholeIndexZero)]
    [InlineData("ai-6", "Cloud", ToolCallStyle.PiecesWithNulls)]
    public async Task ToolCalls_InParallel_ArriveWhole(string client, string tag, ToolCallStyle style)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, TwoCalls with { ToolCallStyle = style });
        rig.Cloud.Script(Rig.CloudModel, TwoCalls with { ToolCallStyle = style });
        var result = await node.RunAsync(client, rig.Gateway.Url, tag);
        Assert.Null(result["error"]);
        Assert.Equal(["Paris", "Rome"], result["calls"]!.AsArray().Select(c => (string?)c!["input"]!["city"]));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("ai-7")]
    [InlineData("ai-6")]
    public async Task ToolCalls_OfABackendThatSaysStop_FinishAsToolCalls(string client)
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, TwoCalls with { FinishReason = "stop" });
        var result = await node.RunAsync(client, rig.Gateway.Url, "Cloud");
        Assert.Equal("tool_calls", (string?)result["finish"]);
        Assert.Equal(2, result["calls"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("ai-7")]
    [InlineData("ai-6")]
    public async Task Stream_ThatBreaks_IsAnErrorAndIsNotSentAgain(string client)
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Fail = FailureMode.Reset, FailAfterChunks = 5 });
        var result = await node.RunAsync(client, rig.Gateway.Url, "Cloud");
        Assert.Contains("backend", (string?)result["error"], StringComparison.Ordinal);
        Assert.Single(rig.Cloud.Received);
    }

    [Theory]
    [InlineData("openai", FailureMode.ErrorEvent)]
    [InlineData("openai", FailureMode.Reset)]
    [InlineData("openai", FailureMode.PlainEnd)]
    [InlineData("ai-7", FailureMode.PlainEnd)]
    [InlineData("ai-6", FailureMode.PlainEnd)]
    public async Task Stream_ThatBreaksBehindItsOpeningChunk_IsAnsweredByTheNextBackend(string client, FailureMode failure)
    {
        await using var rig = await FailoverRig.StartAsync();
        rig.First.Script(FailoverRig.Model, new ModelScript { Fail = failure, FailAfterChunks = 1 });
        rig.Second.Script(FailoverRig.Model, new ModelScript { Text = EveryPersonality.Words });
        var result = await node.RunAsync(client, rig.Gateway.Url, FailoverRig.Route);
        Assert.Null(result["error"]);
        Assert.Equal(EveryPersonality.Words, (string?)result["text"]);
        Assert.Equal(81, (int)result["tokens"]!["total"]!);
        Assert.Single(rig.First.Received);
        Assert.Equal(1, (int)result["requests"]!);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("ai-7")]
    [InlineData("ai-6")]
    public async Task UnknownModel_IsAnErrorThatNamesTheNearest(string client)
    {
        await using var rig = await Rig.StartAsync();
        var result = await node.RunAsync(client, rig.Gateway.Url, "Locl");
        Assert.Contains("Did you mean Local", (string?)result["error"], StringComparison.Ordinal);
    }
}
