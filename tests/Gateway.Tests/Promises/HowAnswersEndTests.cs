using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>An answer's finish reason is true and known to clients, however its backend words and places it.</summary>
public sealed class HowAnswersEndTests
{
    [Theory]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("MAX_TOKENS", "length")]
    [InlineData("max_output_tokens", "length")]
    [InlineData("content-filter", "content_filter")]
    [InlineData("SAFETY", "content_filter")]
    [InlineData("STOP", "stop")]
    [InlineData("a word of its own", "stop")]
    public async Task Reason_InWhateverWords_IsReadByItsMeaning(string sent, string got)
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { FinishReason = sent });
        (await rig.StreamAsync("Cloud")).Whole(got);
        Assert.Equal(got, (string?)(await rig.AnswerAsync("Cloud"))["choices"]![0]!["finish_reason"]);
    }

    [Theory]
    [InlineData("network_error")]
    [InlineData("ERROR")]
    [InlineData("insufficient_system_resource")]
    public async Task Reason_ThatSaysItFailed_IsAFailure(string reason)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { FinishReason = reason });
        (await rig.StreamAsync("Local")).Broken();
        // Not streamed, and in the first event: nothing was shown, and the next candidate answers.
        using var whole = await rig.ChatAsync("Coder");
        Assert.Equal("cloud", whole.Header("x-gateway-backend"));
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { FinishReason = reason, FinishOnEveryChunk = true });
        using var stream = await rig.ChatAsync("Coder", stream: true);
        Assert.Equal("cloud", stream.Header("x-gateway-backend"));
        new Sse(await stream.Content.ReadAsStringAsync()).Whole();
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("end_turn")]
    [InlineData("eos")]
    public async Task ToolCalls_ThatAreWhole_EndAsToolCallsWhateverTheReasonSays(string reason)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { FinishReason = reason, ToolCalls = [Weather] });
        (await rig.StreamAsync("Open")).Whole("tool_calls");
        Assert.Equal("tool_calls", (string?)(await rig.AnswerAsync("Open"))["choices"]![0]!["finish_reason"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("STOP")]
    [InlineData("max_tokens")]
    public async Task Reason_OnEveryChunk_StandsOnceAtTheEnd(string? reason)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { FinishReason = reason, FinishOnEveryChunk = true, Text = "one two three" });
        var stream = (await rig.StreamAsync("Open")).Whole(reason == "max_tokens" ? "length" : "stop");
        Assert.Equal("one two three", stream.Content);
        Assert.NotNull(stream.Choices.Last()["finish_reason"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("stop")]
    public async Task FunctionCall_InTheOldForm_KeepsItsReason(string? reason)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { FunctionCall = Weather, FinishReason = reason });
        var stream = (await rig.StreamAsync("Open")).Whole("function_call");
        Assert.Equal(Weather.Arguments, string.Concat(stream.Deltas.Select(d => (string?)d["function_call"]?["arguments"])));
        var choice = (await rig.AnswerAsync("Open"))["choices"]![0]!;
        Assert.Equal(
            ("function_call", Weather.Name), ((string?)choice["finish_reason"], (string?)choice["message"]!["function_call"]!["name"]));
    }

    [Fact]
    public async Task FunctionCall_InTheOldForm_ThatIsCut_IsAFailure()
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { FunctionCall = Weather, Fail = FailureMode.CutToolCall });
        (await rig.StreamAsync("Open")).Broken();
        using var whole = await rig.ChatAsync("Open");
        await whole.ErrorAsync(502);
    }

    // 200, what there was of the text, `finish_reason: null` and a usage of zeros.
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Ollama_WhoseRunnerDiedInAnAnswerThatIsNotStreamed_HasFailed(int words)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.EmptyModelChunk, FailAfterChunks = words });
        using var alone = await rig.ChatAsync("Local");
        var error = await alone.ErrorAsync(502);
        Assert.DoesNotContain("[simulated]", (string?)error["message"], StringComparison.Ordinal);
        using var next = await rig.ChatAsync("Coder");
        Assert.Equal("cloud", next.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task Answer_ThatOnlyForgotItsReason_IsWhole()
    {
        await using var rig = await Rig.StartAsync();
        foreach (var usage in new UsagePlacement?[] { null, UsagePlacement.Never })
        {
            rig.Cloud.Script(Rig.CloudModel, new ModelScript { OmitFinish = true, Usage = usage });
            Assert.Equal("stop", (string?)(await rig.AnswerAsync("Cloud"))["choices"]![0]!["finish_reason"]);
        }
    }

    [Theory]
    [InlineData(FailureMode.Reset)]
    [InlineData(FailureMode.PlainEnd)]
    [InlineData(FailureMode.ErrorEvent)]
    public async Task SeveralChoices_BrokenOffBeforeTheSecondBegan_AreNotWhole(FailureMode failure)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { Fail = failure, FailBetweenChoices = true });
        var stream = await rig.StreamAsync("Open", new JsonObject { ["n"] = 2 });
        // A reset may overtake what was sent before it.
        Assert.True(stream.FinishReasons is ["stop"] || (failure == FailureMode.Reset && stream.FinishReasons is []), stream.Text);
        stream.Broken();
    }

    [Fact]
    public async Task SeveralChoices_OfABackendThatMakesThem_AreAllWhole()
    {
        await using var rig = await Rig.StartAsync();
        var stream = await rig.StreamAsync("Open", new JsonObject { ["n"] = 2 });
        Assert.Equal(["stop", "stop"], stream.FinishReasons);
        Assert.True(stream.HasDone);
    }

    private static ScriptedToolCall Weather => new() { Name = "weather", Arguments = """{"city":"Paris","days":[1,2]}""" };
}
