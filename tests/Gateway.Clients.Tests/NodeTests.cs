using Gateway.Simulator;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests;

/// <summary>OpenAI's Node library and the AI SDK, each run as a program against the gateway.</summary>
public sealed class NodeTests(NodeClients node) : IClassFixture<NodeClients>
{
    private static readonly ModelScript TwoCalls = new()
    {
        ToolCalls = [new() { Name = "weather", Arguments = """{"city":"Paris"}""" }, new() { Name = "weather", Arguments = """{"city":"Rome"}""" }],
    };

    [Theory]
    [InlineData("openai", "Local")]
    [InlineData("openai", "Cloud")]
    [InlineData("openai", "Open")]
    [InlineData("ai-sdk", "Local")]
    [InlineData("ai-sdk", "Cloud")]
    [InlineData("ai-sdk", "Open")]
    public async Task Stream_IsReadToItsEnd(string client, string tag)
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { FinishReason = "eos", OmitDone = true });
        var result = await node.RunAsync(client, rig.Gateway.Url, tag);
        Assert.StartsWith("[simulated]", (string?)result["text"], StringComparison.Ordinal);
        Assert.Equal("stop", (string?)result["finish"]);
        Assert.True((int)result["tokens"]! > 0);
        Assert.Null(result["error"]);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("ai-sdk")]
    public async Task Reasoning_IsReadApartFromTheText(string client)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Reasoning = "let me think", Text = "the answer" });
        var result = await node.RunAsync(client, rig.Gateway.Url, "Local");
        Assert.Equal("let me think", (string?)result["reasoning"]);
        Assert.Equal("the answer", (string?)result["text"]);
    }

    [Theory]
    [InlineData("openai", "Local", ToolCallStyle.WholeIndexZero)]
    [InlineData("openai", "Cloud", ToolCallStyle.PiecesWithNulls)]
    [InlineData("ai-sdk", "Local", ToolCallStyle.WholeIndexZero)]
    [InlineData("ai-sdk", "Cloud", ToolCallStyle.PiecesWithNulls)]
    public async Task ToolCalls_InParallel_ArriveWhole(string client, string tag, ToolCallStyle style)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, TwoCalls with { ToolCallStyle = style });
        rig.Cloud.Script(Rig.CloudModel, TwoCalls with { ToolCallStyle = style });
        var result = await node.RunAsync(client, rig.Gateway.Url, tag);
        Assert.Null(result["error"]);
        Assert.Equal(["Paris", "Rome"], result["cities"]!.AsArray().Select(c => (string?)c));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("ai-sdk")]
    public async Task Stream_ThatBreaks_IsAnErrorAndIsNotSentAgain(string client)
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Fail = FailureMode.Reset });
        var result = await node.RunAsync(client, rig.Gateway.Url, "Cloud");
        Assert.Contains("backend", (string?)result["error"], StringComparison.Ordinal);
        Assert.Single(rig.Cloud.Received);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("ai-sdk")]
    public async Task UnknownModel_IsAnErrorThatNamesTheNearest(string client)
    {
        await using var rig = await Rig.StartAsync();
        var result = await node.RunAsync(client, rig.Gateway.Url, "Locl");
        Assert.Contains("Did you mean Local", (string?)result["error"], StringComparison.Ordinal);
    }
}
