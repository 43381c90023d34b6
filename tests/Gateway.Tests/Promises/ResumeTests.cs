using System.Text.Json.Nodes;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// A route with <c>resume: true</c> continues a plain-text stream that breaks, on the next candidate that takes a prefix.
/// </summary>
public sealed class ResumeTests
{
    private const string Comment = $": resumed on second/{ResumeRig.Model}";

    public static TheoryData<FailureMode> Broken() =>
        [.. MidStreamFailures.Broken.Keys.Where(f => f is not (FailureMode.CutToolCall or FailureMode.Silence))];

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Stream_ThatBreaks_IsContinuedAsTheSameAnswer(FailureMode failure)
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break(failure);
        var (stream, line) = await rig.StreamAsync();

        // 1. The whole answer, with the one end of one answer.
        Assert.Equal(ResumeRig.Text, stream.Whole().Content);

        // 2. As the answer that the client knows, and marked.
        foreach (var member in new[] { "id", "model", "created" })
        {
            Assert.Single(stream.Events.Select(e => e[member]!.ToJsonString()).Distinct());
        }

        Assert.Single(stream.Text.Split('\n'), l => l == Comment);
        Assert.DoesNotContain(": ping", stream.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"role\"", stream.Text[stream.Text.IndexOf(Comment, StringComparison.Ordinal)..], StringComparison.Ordinal);

        // 3. The record.
        Assert.Contains(" 200 Complete ", line, StringComparison.Ordinal);
        Assert.Contains(
            $" backend=second model={ResumeRig.Model} attempts=2 failed=first/{ResumeRig.Model}:BadAnswer(200) ", line,
            StringComparison.Ordinal);
        Assert.Contains($" resumed=second/{ResumeRig.Model} ", line, StringComparison.Ordinal);
        Assert.Empty(rig.Plain.Received);
        Assert.Empty(rig.Third.Received);
        rig.AssertNothingIsHeld();
    }

    [Fact]
    public async Task Stream_ThatFallsSilent_IsContinued()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break(FailureMode.Silence);
        var (stream, line) = await rig.StreamAsync("Idle");
        Assert.Equal(ResumeRig.Text, stream.Whole().Content);
        Assert.Contains($" failed=first-idle/{ResumeRig.Model}:Timeout(200) ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Candidate_ThatFailedBefore_IsNotAskedAgain()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Second.Script(ResumeRig.Model, new ModelScript { Error = "serverError", ErrorTimes = 1 });
        rig.Break();
        var (stream, line) = await rig.StreamAsync("Failed");
        Assert.Equal(ResumeRig.Text, stream.Whole().Content);
        Assert.Single(rig.Second.Received);
        Assert.Contains(
            $" attempts=3 failed=second/{ResumeRig.Model}:Unavailable(500) first/{ResumeRig.Model}:BadAnswer(200) ", line,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Personality.Vllm, "/v1/chat/completions", """{"continue_final_message":true,"add_generation_prompt":false}""", "{}")]
    [InlineData(Personality.LlamaCpp, "/v1/chat/completions", "{}", "{}")]
    [InlineData(Personality.DeepSeek, "/beta/chat/completions", "{}", """{"prefix":true}""")]
    public async Task Continuation_IsAskedForAsItsProviderWantsIt_WithTheVeryTextThatWasDelivered(
        Personality personality, string path, string ofBody, string ofMessage)
    {
        await using var rig = await ResumeRig.StartAsync(personality);
        rig.Break(after: 9);
        var (stream, _) = await rig.StreamAsync();
        Assert.Equal(ResumeRig.Text, stream.Whole().Content);
        var delivered = new Sse(stream.Text[..stream.Text.IndexOf(Comment, StringComparison.Ordinal)]).Content;
        Assert.Contains("😀", delivered, StringComparison.Ordinal);

        var request = Assert.Single(rig.Second.Received);
        Assert.Equal(path, request.Path);
        var expected = JsonNode.Parse(Assert.Single(rig.First.Received).Body)!.AsObject();
        var message = new JsonObject { ["role"] = "assistant", ["content"] = delivered };
        Add(message, ofMessage);
        expected["messages"]!.AsArray().Add(message);
        Add(expected, ofBody);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(request.Body)), System.Text.Encoding.UTF8.GetString(request.Body));
    }

    [Fact]
    public async Task Reasoning_ComesBeforeTheTextOnly()
    {
        await using var rig = await ResumeRig.StartAsync();
        var thinks = new ModelScript { Text = ResumeRig.Text, Reasoning = "Let me", Fail = FailureMode.Reset, FailAfterChunks = 5 };
        rig.First.Script(ResumeRig.Model, thinks);
        rig.Second.Script(ResumeRig.Model, thinks with { Fail = FailureMode.None, MixReasoningAndContent = true });
        var (stream, _) = await rig.StreamAsync();
        Assert.Equal(ResumeRig.Text, stream.Whole().Content);
        Assert.Equal("Let me", stream.Reasoning);
    }

    [Fact]
    public async Task Usage_IsToldOnce_ToWhoAsked()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        var (asked, line) = await rig.StreamAsync(more: new() { ["stream_options"] = new JsonObject { ["include_usage"] = true } });
        var usage = Assert.Single(asked.Whole().Events, e => e["usage"] is JsonObject);
        Assert.Equal(asked.Events[0]["id"]!.ToJsonString(), usage["id"]!.ToJsonString());
        Assert.Contains($" completion={usage["usage"]!["completion_tokens"]} ", line, StringComparison.Ordinal);
        var (unasked, _) = await rig.StreamAsync();
        Assert.DoesNotContain(unasked.Whole().Events, e => e["usage"] is JsonObject);
    }

    [Fact]
    public async Task Limit_OnTheLength_IsOnTheWholeAnswer()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        await rig.StreamAsync(more: new() { ["max_tokens"] = 1000, ["max_completion_tokens"] = 1 });
        var body = JsonNode.Parse(Assert.Single(rig.Second.Received).Body)!;
        Assert.InRange((int)body["max_tokens"]!, 980, 999);
        Assert.Equal(1, (int)body["max_completion_tokens"]!);
    }

    [Fact]
    public async Task Limit_ThatIsRenamedOrWrittenOddly_IsOnTheWholeAnswerToo()
    {
        await using var rig = await ResumeRig.StartAsync(Personality.DeepSeek);
        rig.Break();
        await rig.StreamAsync(more: new() { ["max_tokens"] = 7, ["max_completion_tokens"] = JsonNode.Parse("1000.0") });
        var body = JsonNode.Parse(Assert.Single(rig.Second.Received).Body)!.AsObject();
        Assert.InRange((int)body["max_tokens"]!, 980, 999);
        Assert.False(body.ContainsKey("max_completion_tokens"));
    }

    [Fact]
    public async Task End_ThatABackendForgets_IsThatOfTheSameAnswer()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        rig.Second.Script(ResumeRig.Model, new ModelScript { Text = ResumeRig.Text, OmitFinish = true });
        var (stream, _) = await rig.StreamAsync();
        stream.Whole();
        Assert.Single(stream.Events.Select(e => (string?)e["id"]).Distinct());
        Assert.Single(stream.Events.Select(e => (string?)e["model"]).Distinct());
    }

    [Fact]
    public async Task Breaks_CountAgainstTheModelThatBroke_OnceEach()
    {
        await using var rig = await ResumeRig.StartAsync();
        rig.Break();
        // Each began well and counts for that too. Counted twice, the first would be two in a row; not at all, there would be no half.
        for (var i = 0; i < 5; i++)
        {
            Assert.False(rig.Held[0].State.IsOut);
            (await rig.StreamAsync()).Stream.Whole();
        }

        Assert.True(rig.Held[0].State.IsOut);
        Assert.False(rig.Held[2].State.IsOut);
    }

    private static void Add(JsonObject target, string members)
    {
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            target[name] = value?.DeepClone();
        }
    }
}
