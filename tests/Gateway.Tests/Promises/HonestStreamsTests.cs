using Gateway.Simulator;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>A stream ends with a known finish reason and [DONE], or with one error event and no [DONE]. Never silently.</summary>
public sealed class HonestStreamsTests
{
    public static TheoryData<string, string, FailureMode> Failures()
    {
        var data = new TheoryData<string, string, FailureMode>();
        foreach (var failure in Enum.GetValues<FailureMode>().Except(
            [FailureMode.None, FailureMode.Silence, FailureMode.ReasonlessDone, FailureMode.CutToolCall]))
        {
            data.Add("Local", Rig.LocalModel, failure);
            data.Add("Cloud", Rig.CloudModel, failure);
            data.Add("Open", Rig.OpenModel, failure);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Stream_ThatFailsInItsMiddle_EndsWithOneErrorEvent(string tag, string model, FailureMode failure)
    {
        await using var rig = await Rig.StartAsync();
        BackendOf(rig, tag).Script(model, new ModelScript { Fail = failure, FailAfterChunks = 4 });

        var stream = (await rig.StreamAsync(tag)).Broken();
        Assert.Empty(stream.FinishReasons);
        Assert.StartsWith("[simulated]", stream.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatFallsSilent_EndsWithOneErrorEventAfterTheIdleLimit()
    {
        await using var rig = await Rig.StartAsync(backendExtra: "idleTimeout: 300ms");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.Silence });

        var stream = (await rig.StreamAsync("Local")).Broken();
        Assert.Contains("0.3 seconds", (string?)stream.Error!["message"], StringComparison.Ordinal);
        await rig.Ollama.NextClientGoneAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task ToolCall_ThatIsCutInItsArguments_IsAnErrorThoughTheBackendSaysDone()
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { Fail = FailureMode.CutToolCall, ToolCalls = [Weather] });

        var stream = (await rig.StreamAsync("Open")).Broken();
        Assert.Contains("tool call", (string?)stream.Error!["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Stream_ThatOnlyForgetsAPartOfItsEnd_IsMadeWhole(bool omitFinish, bool omitDone)
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { OmitFinish = omitFinish, OmitDone = omitDone });
        (await rig.StreamAsync("Cloud")).Whole();
    }

    [Fact]
    public async Task ToolCalls_WhoseFinishReasonIsMissing_EndAsToolCalls()
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { OmitFinish = true, ToolCalls = [Weather] });
        (await rig.StreamAsync("Cloud")).Whole("tool_calls");
    }

    [Theory]
    [InlineData("eos", "stop")]
    [InlineData("end_turn", "stop")]
    [InlineData("sensitive", "content_filter")]
    [InlineData("length", "length")]
    public async Task FinishReason_ThatClientsDoNotKnow_IsMapped(string sent, string got)
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { FinishReason = sent });
        (await rig.StreamAsync("Cloud")).Whole(got);
        var answer = await rig.AnswerAsync("Cloud");
        Assert.Equal(got, (string?)answer["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task ErrorEvent_NeverHoldsAWordThatMakesClientsSendAgain()
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Fail = FailureMode.Reset });
        var message = (string)(await rig.StreamAsync("Cloud")).Broken().Error!["message"]!;
        foreach (var trigger in new[] { "overloaded", "aborted", "premature close", "connection reset", "socket hang up" })
        {
            Assert.DoesNotContain(trigger, message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task OpenAiDotNetClient_WhichDropsErrorEvents_GetsABrokenConnection()
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Fail = FailureMode.PlainEnd });
        rig.Client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "OpenAI/2.15.0 (.NET 10.0.0; Linux)");
        // On a busy machine the connection may break before the head of the answer has left it.
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            using var response = await rig.ChatAsync("Cloud", stream: true);
            await response.Content.ReadAsStringAsync();
        });
    }

    private static ScriptedToolCall Weather => new() { Name = "weather", Arguments = """{"city":"Paris","days":[1,2]}""" };

    private static SimulatedBackend BackendOf(Rig rig, string tag) => tag switch
    {
        "Local" => rig.Ollama,
        "Cloud" => rig.Cloud,
        _ => rig.Open,
    };
}
