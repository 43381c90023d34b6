using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// A stream that is not continued ends as it would without <c>resume: true</c>: with one error event and no further attempt.
/// </summary>
public sealed class NotResumedTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Stream_OfAnotherRoute_IsNot()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        await AssertBrokenAsync(rig, "Usual");
    }

    [Fact]
    public async Task Stream_ThatNobodyCanContinue_IsNot()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        await AssertBrokenAsync(rig, "Nobody");
    }

    [Fact]
    public async Task Stream_ThatBeganAToolCall_IsNot()
    {
        await using var rig = await ResumeRig.StartAsync();
        var call = new ScriptedToolCall { Name = "look", Arguments = """{"where":"here"}""" };
        rig.First.Script(ResumeRig.Model, new ModelScript { Text = "I look.", ToolCalls = [call], Fail = FailureMode.CutToolCall });
        await AssertBrokenAsync(rig, more: new() { ["tools"] = Tools });
        // Nor when the connection ends behind it.
        rig.First.Script(
            ResumeRig.Model, new ModelScript { Text = "I look.", ToolCalls = [call], Fail = FailureMode.Reset, FailAfterChunks = 50 });
        await AssertBrokenAsync(rig, more: new() { ["tools"] = Tools });
    }

    [Fact]
    public async Task Stream_WithToolsOfferedAndNoneCalled_Is()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        (await rig.StreamAsync(more: new() { ["tools"] = Tools })).Stream.Whole();
    }

    [Theory]
    [InlineData("""{"response_format":{"type":"json_object"}}""")]
    [InlineData("""{"logprobs":true}""")]
    [InlineData("""{"functions":[{"name":"look"}]}""")]
    [InlineData("""{"guided_regex":"[a-z]+"}""")]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"},{"content":"He","role":"assistant"}]}""")]
    public async Task Stream_OfMoreThanPlainText_IsNot(string asked)
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        await AssertBrokenAsync(rig, more: JsonNode.Parse(asked)!.AsObject());
    }

    [Fact]
    public async Task Stream_OfSeveralAnswers_IsNot()
    {
        await using var rig = await ResumeRig.StartAsync();
        // The first makes one whatever it is asked for, and is no candidate.
        rig.Plain.Script(ResumeRig.Model, new ModelScript { Text = ResumeRig.Text, Fail = FailureMode.Reset, FailAfterChunks = 3 });
        var (stream, _) = await rig.StreamAsync(more: new() { ["n"] = 2 });
        stream.Broken();
        Assert.DoesNotContain(": resumed", stream.Text, StringComparison.Ordinal);
        Assert.Empty(rig.First.Received);
        Assert.Empty(rig.Second.Received);
    }

    [Theory]
    [InlineData("""{"response_format":{"type":"text"},"logprobs":false,"functions":null,"suffix":"","stop":["x"]}""")]
    [InlineData("""{"messages":[{"role":"assistant","content":"He"},{"role":"user","content":[{"type":"text","text":"Hi"}]}]}""")]
    public async Task Stream_OfPlainText_Is(string asked)
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        (await rig.StreamAsync(more: JsonNode.Parse(asked)!.AsObject())).Stream.Whole();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("think")]
    public async Task Stream_ThatBreaksBeforeItsTextOrInThoughtsWithinIt_IsNot(string? field)
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.First.Script(ResumeRig.Model, new ModelScript
        {
            Text = ResumeRig.Text,
            Reasoning = "Let me think about that for some time",
            ReasoningField = field,
            Fail = FailureMode.Reset,
        });
        await AssertBrokenAsync(rig);
    }

    [Fact]
    public async Task Stream_OfMoreTextThanIsKept_IsNot_AndItsBodyIsGivenBack()
    {
        await using var rig = await ResumeRig.StartAsync();
        var text = string.Join(' ', Enumerable.Repeat(new string('x', 1000), 300));
        // A reset could overtake some of the text.
        rig.First.Script(ResumeRig.Model, new ModelScript { Text = text, Fail = FailureMode.PlainEnd, FailAfterChunks = 290 });
        await AssertBrokenAsync(rig);
        rig.First.Script(ResumeRig.Model, new ModelScript { Text = text, Fail = FailureMode.Silence, FailAfterChunks = 290 });
        using var response = await rig.ChatAsync();
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[330 * 1000]);
        Assert.Equal(0, rig.BodyBytes);
        rig.First.Release(ResumeRig.Model);
        await body.CopyToAsync(Stream.Null);
        Assert.Empty(rig.Second.Received);
    }

    [Fact]
    public async Task Two_ThatBreakInARow_EndWithOneErrorEvent()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        rig.Second.Script(ResumeRig.Model, new ModelScript { Text = ResumeRig.Text, Fail = FailureMode.Reset, FailAfterChunks = 3 });
        var (stream, line) = await rig.StreamAsync();
        stream.Broken();
        Assert.Single(stream.Events, e => e["error"] is not null);
        Assert.DoesNotContain("[DONE]", stream.Text, StringComparison.Ordinal);
        Assert.StartsWith(stream.Content, ResumeRig.Text, StringComparison.Ordinal);
        Assert.Empty(rig.Third.Received);
        Assert.Contains(" 200 Truncated ", line, StringComparison.Ordinal);
        Assert.Contains(" attempts=2 ", line, StringComparison.Ordinal);
        rig.AssertNothingIsHeld();
    }

    [Fact]
    public async Task Continuation_ThatIsRefused_IsLeftToTheNext()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        // What a model that thinks says of a prefix reads as a fault of the request.
        rig.Second.Script(ResumeRig.Model, new ModelScript { Error = "badRequest" });
        var (stream, line) = await rig.StreamAsync();
        Assert.Equal(ResumeRig.Text, stream.Whole().Content);
        Assert.Contains(
            $" attempts=3 failed=first/{ResumeRig.Model}:BadAnswer(200) second/{ResumeRig.Model}:ClientFault(400) ", line,
            StringComparison.Ordinal);
        Assert.Contains($" resumed=third/{ResumeRig.Model} ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continuations_ThatAreAllRefused_EndInTheErrorOfTheBreak()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break(FailureMode.ErrorEvent);
        var usual = (await rig.StreamAsync("Usual")).Stream.Broken();
        rig.Second.Script(ResumeRig.Model, new ModelScript { Error = "badRequest" });
        rig.Third.Script(ResumeRig.Model, new ModelScript { Error = "badParameter" });
        var (stream, line) = await rig.StreamAsync();
        Assert.Equal(usual.Error!.ToJsonString(), stream.Broken().Error!.ToJsonString());
        Assert.DoesNotContain(": resumed", stream.Text, StringComparison.Ordinal);
        Assert.Contains(" 200 BackendError ", line, StringComparison.Ordinal);
        // It broke once, and twice in a row would take it out.
        Assert.False(rig.Held[0].State.IsOut);
        Assert.Contains($" backend=first model={ResumeRig.Model} attempts=3 ", line, StringComparison.Ordinal);
        Assert.Contains(" resumed= ", line.Replace("resumed=(null)", "resumed=", StringComparison.Ordinal), StringComparison.Ordinal);
        rig.AssertNothingIsHeld();
    }

    [Fact]
    public async Task Failure_OfAll_BreaksTheConnectionOfClientsThatDropErrorEvents()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        rig.Second.Script(ResumeRig.Model, new ModelScript { Error = "badRequest" });
        rig.Third.Script(ResumeRig.Model, new ModelScript { Error = "badParameter" });
        using var response = await rig.ChatAsync(userAgent: "OpenAI/2.1 (.NET 10.0)");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task LocalOnlyKey_IsNeverContinuedInTheCloud()
    {
        await using var rig = await ResumeRig.StartAsync(keys: true);
        rig.Break();
        (await rig.StreamAsync("Cloud")).Stream.Broken();
        rig.Second.Script(ResumeRig.Model, new ModelScript { Error = "badRequest" });
        (await rig.StreamAsync()).Stream.Broken();
        Assert.Empty(rig.Third.Received);
    }

    [Fact]
    public async Task Client_ThatLeavesInTheMiddle_IsNotContinuedFor()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break(FailureMode.Silence);
        var response = await rig.ChatAsync();
        Assert.True(await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[16]) > 0);
        response.Dispose();
        await rig.First.NextClientGoneAsync().WaitAsync(Limit);
        var line = await rig.Gateway.Log.WaitForAsync(" 200 ClientClosed ");
        Assert.Contains(" attempts=1 ", line, StringComparison.Ordinal);
        Assert.Empty(rig.Second.Received);
        rig.AssertNothingIsHeld();
    }

    [Fact]
    public async Task Client_ThatLeavesBeforeTheContinuationBegins_EndsIt()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        rig.Second.Script(ResumeRig.Model, new ModelScript { Hold = true });
        var response = await rig.ChatAsync();
        await rig.Second.NextRequestAsync().WaitAsync(Limit);
        response.Dispose();
        await rig.Second.NextClientGoneAsync().WaitAsync(Limit);
        var line = await rig.Gateway.Log.WaitForAsync(" 200 ClientClosed ");
        Assert.Contains($" attempts=2 failed=first/{ResumeRig.Model}:BadAnswer(200) ", line, StringComparison.Ordinal);
        Assert.Empty(rig.Third.Received);
        rig.AssertNothingIsHeld();
    }

    [Fact]
    public async Task Stream_ThatOutlastsTheDrainTime_IsNot()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await ResumeRig.StartAsync(time: time, drains: true);
        rig.Break(FailureMode.Silence);
        using var response = await rig.ChatAsync();
        var lifetime = rig.Gateway.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.StopApplication();
        await rig.Gateway.Log.WaitForAsync("Stopping");
        var body = response.Content.ReadAsStringAsync();
        while (!body.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(body, Task.Delay(5));
        }

        Assert.Contains(" attempts=1 ", await rig.Gateway.Log.WaitForAsync(" 200 Drained "), StringComparison.Ordinal);
        Assert.Contains("shutting down", (string?)new Sse(await body).Broken().Error!["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Second.Received);
    }

    private static JsonArray Tools => [new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = "look" } }];

    private static async Task AssertBrokenAsync(ResumeRig rig, string route = "Resumed", JsonObject? more = null)
    {
        var (stream, line) = await rig.StreamAsync(route, more);
        stream.Broken();
        Assert.Single(stream.Events, e => e["error"] is not null);
        Assert.DoesNotContain("[DONE]", stream.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(": resumed", stream.Text, StringComparison.Ordinal);
        Assert.Contains(" attempts=1 failed= ", line.Replace("(null)", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(rig.Plain.Received);
        Assert.Empty(rig.Second.Received);
        Assert.Empty(rig.Third.Received);
        rig.AssertNothingIsHeld();
    }
}
