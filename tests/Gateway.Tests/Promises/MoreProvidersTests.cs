using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>The promises about chats also hold for LM Studio, llama.cpp, vLLM and DeepSeek.</summary>
public sealed class MoreProvidersTests
{
    private static readonly ModelScript Thinks = new() { Reasoning = "let me think", Text = "the answer" };

    private static readonly ScriptedToolCall[] Calls =
    [
        new() { Name = "weather", Arguments = """{"city":"Paris","note":"a \"quoted\" 词"}""" },
        new() { Name = "time", Arguments = """{"zone":"CET"}""" },
    ];

    [Theory]
    [InlineData("lmstudio", null)]
    [InlineData("lmstudio", "reasoning")]
    [InlineData("llamacpp", null)]
    [InlineData("vllm", null)]
    [InlineData("vllm", "reasoning_content")]
    [InlineData("deepseek", null)]
    public async Task Stream_IsWholeAndReasoningArrivesAsReasoningContent(string provider, string? field)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(Thinks with { ReasoningField = field, WriteSize = 13 });

        var stream = (await rig.StreamAsync()).Whole();
        Assert.Equal(("let me think", "the answer"), (stream.Reasoning, stream.Content));
        Assert.All(stream.Deltas, d => Assert.False(d.AsObject().ContainsKey("reasoning")));
        var message = (await rig.ChoiceAsync())["message"]!.AsObject();
        Assert.Equal(("let me think", "the answer"), ((string?)message["reasoning_content"], (string?)message["content"]));
        Assert.False(message.ContainsKey("reasoning"));
    }

    [Theory]
    [InlineData("lmstudio", false)]
    [InlineData("lmstudio", true)]
    [InlineData("llamacpp", false)]
    [InlineData("llamacpp", true)]
    [InlineData("vllm", false)]
    [InlineData("vllm", true)]
    [InlineData("deepseek", false)]
    [InlineData("deepseek", true)]
    public async Task Usage_WhereverItStands_IsInTheLog(string provider, bool asks)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        var stream = (await rig.StreamAsync(asks)).Whole();

        var usages = stream.Events.Where(e => e["usage"] is not null).ToList();
        Assert.True(asks ? usages.Count == 1 : stream.Events.All(e => e["choices"]!.AsArray().Count > 0), stream.Text);
        Assert.Contains(
            $" completion={rig.Backend.Served.CompletionTokens} ", await rig.Gateway.Log.WaitForAsync("Information 4000 "),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lmstudio", "^[0-9]{9}$")]
    [InlineData("llamacpp", "^[A-Za-z0-9]{32}$")]
    [InlineData("vllm", "^chatcmpl-tool-[0-9a-f]{32}$")]
    [InlineData("deepseek", "^call_0[01]_[a-z0-9]{24}$")]
    public async Task ToolCalls_TwoInParallel_ArriveWhole(string provider, string ids)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        foreach (var style in Enum.GetValues<ToolCallStyle>().Cast<ToolCallStyle?>().Append(null))
        {
            rig.Script(new ModelScript { ToolCalls = Calls, ToolCallStyle = style, Reasoning = "well", WriteSize = 11 });
            var stream = (await rig.StreamAsync()).Whole("tool_calls");
            var pieces = stream.Deltas.SelectMany(d => d["tool_calls"]?.AsArray() ?? []).Select(p => p!).ToList();
            foreach (var (index, call) in Calls.Index())
            {
                var mine = pieces.Where(p => (int)p["index"]! == index).ToList();
                Assert.Matches(ids, string.Concat(mine.Select(p => (string?)p["id"])));
                Assert.Equal(call.Name, string.Concat(mine.Select(p => (string?)p["function"]!["name"])));
                Assert.Equal(call.Arguments, string.Concat(mine.Select(p => (string?)p["function"]!["arguments"])));
            }
        }

        var choice = await rig.ChoiceAsync();
        Assert.Equal("tool_calls", (string?)choice["finish_reason"]);
        Assert.Equal(
            Calls.Select(c => c.Arguments), choice["message"]!["tool_calls"]!.AsArray().Select(c => (string?)c!["function"]!["arguments"]));
    }

    [Theory]
    [InlineData("lmstudio", FailureMode.NamedErrorEvent)]
    [InlineData("llamacpp", FailureMode.ErrorEvent)]
    [InlineData("vllm", FailureMode.ErrorEventThenDone)]
    [InlineData("deepseek", FailureMode.Reset)]
    public async Task Stream_ThatFailsInItsMiddle_EndsWithOneErrorEventAndNoDone(string provider, FailureMode failure)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Fail = failure, FailAfterChunks = 4 });
        var stream = (await rig.StreamAsync()).Broken();
        Assert.Single(stream.Events, e => e["error"] is not null);
        Assert.DoesNotContain("[DONE]", stream.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("event: error", stream.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vllm", "repetition", "length")]
    [InlineData("deepseek", "LENGTH", "length")]
    public async Task FinishReason_OfTheProviderAlone_IsMapped(string provider, string sent, string got)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { FinishReason = sent });
        (await rig.StreamAsync()).Whole(got);
        Assert.Equal(got, (string?)(await rig.ChoiceAsync())["finish_reason"]);
    }

    [Fact]
    public async Task Comments_OfLlamaCppWhileItIsSilent_DoNoHarm()
    {
        await using var rig = await ProviderRig.StartAsync("llamacpp");
        rig.Script(new ModelScript { Comments = true, CommentText = "", Text = "the answer", WriteSize = 1 });
        Assert.Equal("the answer", (await rig.StreamAsync()).Whole().Content);
    }

    [Fact]
    public async Task FinishReason_Abort_IsAnError()
    {
        await using var rig = await ProviderRig.StartAsync("vllm");
        rig.Script(new ModelScript { FinishReason = "abort" });
        (await rig.StreamAsync()).Broken();
        using var response = await rig.ChatAsync(stream: false);
        await response.ErrorAsync(502);
    }

    [Theory]
    [InlineData("llamacpp", "reasoning_content")]
    [InlineData("vllm", "reasoning")]
    [InlineData("deepseek", "reasoning_content")]
    [InlineData("lmstudio", null)]
    public async Task Reasoning_InTheHistory_ReachesTheBackendInTheFieldItReads(string provider, string? field)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        foreach (var sent in new[] { "reasoning", "reasoning_content" })
        {
            using var response = await rig.SendAsync(
                $$"""{"model":"Only","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","{{sent}}":"because"},{"role":"user","content":"c"}]}""");
            Assert.Equal(200, (int)response.StatusCode);
            var message = JsonNode.Parse(rig.Backend.Received[^1].Body)!["messages"]![1]!.AsObject();
            // LM Studio's field depends on the model, so it gets the client's.
            Assert.Equal("because", (string?)message[field ?? sent]);
            Assert.Equal(3, message.Count);
        }
    }
}
