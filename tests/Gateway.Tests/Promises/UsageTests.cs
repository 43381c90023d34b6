using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>The gateway always learns the token usage of a stream; the client sees the usage event only if it asked.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("Local")]
    [InlineData("Open")]
    public async Task Stream_OfAClientThatDidNotAsk_IsAskedForAndTakenOut(string tag)
    {
        await using var rig = await Rig.StartAsync();
        var stream = (await rig.StreamAsync(tag)).Whole();

        var received = (tag == "Local" ? rig.Ollama : rig.Open).Received.Single();
        Assert.True((bool)JsonNode.Parse(received.Body)!["stream_options"]!["include_usage"]!);
        Assert.All(stream.Events, e => Assert.NotEmpty(e["choices"]!.AsArray()));
        Assert.Matches("prompt=[1-9][0-9]* completion=[1-9]", await rig.Gateway.Log.WaitForAsync("Information 4000 "));
    }

    [Theory]
    [InlineData("Local")]
    [InlineData("Open")]
    public async Task Stream_OfAClientThatAsked_HasTheUsageEvent(string tag)
    {
        await using var rig = await Rig.StartAsync();
        var more = new JsonObject { ["stream_options"] = new JsonObject { ["include_usage"] = true } };
        var stream = (await rig.StreamAsync(tag, more)).Whole();

        var last = stream.Events[^1];
        Assert.Empty(last["choices"]!.AsArray());
        Assert.True((int)last["usage"]!["completion_tokens"]! > 0);
    }

    [Fact]
    public async Task Provider_ThatSendsUsageUnasked_IsNotSentAFieldItDoesNotDocument()
    {
        await using var rig = await Rig.StartAsync();
        (await rig.StreamAsync("Cloud")).Whole();
        Assert.DoesNotContain("stream_options", Encoding.UTF8.GetString(rig.Cloud.Received.Single().Body), StringComparison.Ordinal);
        Assert.Matches("prompt=[1-9][0-9]* completion=[1-9]", await rig.Gateway.Log.WaitForAsync("Information 4000 "));
    }

    [Theory]
    [InlineData(UsagePlacement.EveryChunk)]
    [InlineData(UsagePlacement.OnFinish)]
    [InlineData(UsagePlacement.LastChunk)]
    public async Task Usage_WhereverItStands_IsTheBackendsOwnCount(UsagePlacement placement)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { Usage = placement });
        var more = new JsonObject { ["stream_options"] = new JsonObject { ["include_usage"] = true } };
        var usage = (await rig.StreamAsync("Open", more)).Whole().Events.Last(e => e["usage"] is not null)["usage"]!;
        Assert.Contains(
            $"prompt={usage["prompt_tokens"]} completion={usage["completion_tokens"]} ",
            await rig.Gateway.Log.WaitForAsync("Information 4000 "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UsageEvent_WithoutChoices_GetsAnEmptyArray()
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { UsageWithoutChoices = true, Usage = UsagePlacement.LastChunk });
        var more = new JsonObject { ["stream_options"] = new JsonObject { ["include_usage"] = true } };
        var stream = (await rig.StreamAsync("Open", more)).Whole();
        Assert.All(stream.Events, e => Assert.NotNull(e["choices"]));
    }
}
