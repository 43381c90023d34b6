using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// An error sent with status 200 is an error. In the middle of a stream it is one error event; before the stream it is a failure of the
/// class that its text names.
/// </summary>
public sealed class ErrorsInAnswersTests
{
    public static TheoryData<FailureMode, bool> Ways()
    {
        var data = new TheoryData<FailureMode, bool>();
        foreach (var failure in new[]
            { FailureMode.ErrorEvent, FailureMode.ErrorEventThenDone, FailureMode.NamedErrorEvent, FailureMode.NamedFlatError,
            FailureMode.ErrorLine, FailureMode.BareJsonError, FailureMode.ErrorInChoice })
        {
            data.Add(failure, true);
            data.Add(failure, false);
        }

        return data;
    }

    // What llama-server of 2025 does when the context is exceeded: `error: {"code":500,...}`, then `data: [DONE]`.
    [Fact]
    public async Task ErrorLine_OfLlamaServer_IsOneErrorEventAndNoStop()
    {
        await using var rig = await ProviderRig.StartAsync("llamacpp");
        rig.Script(new ModelScript { Fail = FailureMode.ErrorLine });
        var stream = (await rig.StreamAsync()).Broken();
        Assert.Empty(stream.FinishReasons);
        Assert.All(stream.Text.Split('\n'), line => Assert.False(line.StartsWith("error", StringComparison.Ordinal), line));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ContextExceeded_BeforeTheAnswer_IsToldAsThat(FailureMode failure, bool stream)
    {
        await using var rig = await ProviderRig.StartAsync("llamacpp");
        rig.Script(new ModelScript { Fail = failure, FailAfterChunks = 0, FailWith = "tooLong" });
        using var response = await rig.ChatAsync(stream);
        var error = await response.ErrorAsync(400);
        Assert.Equal("prompt_too_long", (string?)error["code"]);
        // Said without the words by which clients send a shorter prompt again.
        Assert.Contains("is beyond", (string?)error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task RateLimit_BeforeTheAnswer_IsToldAsThat(FailureMode failure, bool stream)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { Fail = failure, FailAfterChunks = 0, FailWith = "rateLimit" });
        using var response = await rig.ChatAsync("Open", stream);
        Assert.Equal("rate_limit_exceeded", (string?)(await response.ErrorAsync(429))["code"]);
    }

    [Theory]
    [InlineData("""error: {"code":500,"message":"the context size has been exceeded","type":"server_error"}""", 400, "prompt_too_long")]
    [InlineData("""error: {"code":400,"message":"too much","type":"exceed_context_size_error"}""", 400, "prompt_too_long")]
    [InlineData("""data: {"error":{"message":"This model's maximum context length is 8192 tokens."}}""", 400, "prompt_too_long")]
    [InlineData("""data: {"error":{"message":"Slow down","type":"rate_limit_error"}}""", 429, "rate_limit_exceeded")]
    [InlineData("""data: {"error":{"message":"Slow down","code":429}}""", 429, "rate_limit_exceeded")]
    [InlineData("""data: {"error":{"message":"Add funds","code":"402"}}""", 402, "insufficient_quota")]
    [InlineData(
        """data: {"error":{"message":"The model was not called","code":"tool_use_failed","status_code":400}}""", 400, "tool_use_failed")]
    [InlineData("""data: {"object":"error","message":"no such name","code":404}""", 404, "model_not_found")]
    [InlineData("""data: {"error":{"message":"Bad key","code":401}}""", 502, "upstream_error")]
    [InlineData("""data: {"error":{"message":"Nobody is there","code":503}}""", 503, "upstream_unavailable")]
    [InlineData("""data: {"error":{"message":"It broke","code":500}}""", 502, "upstream_error")]
    [InlineData("""data: {"error":{"message":"Jinja Exception: System role not supported","code":500}}""", 400, "upstream_refused")]
    [InlineData("""data: {"error":{"message":"It broke"}}""", 502, "upstream_error")]
    [InlineData("event: error\ndata: {\"detail\":\"It broke\"}", 502, "upstream_error")]
    [InlineData(
        """data: {"choices":[{"index":0,"delta":{},"finish_reason":"error","error":{"code":429,"message":"Busy"}}]}""", 429,
        "rate_limit_exceeded")]
    public async Task Error_InTheFirstEvent_IsClassedByItsWordsAndItsCode(string line, int status, string code)
    {
        await using var backend = await QuotingBackend.StartAsync(200, "text/event-stream", line + "\n\ndata: [DONE]\n\n");
        await using var gateway = TestGateway.Start(Yaml(backend));
        using var response = await ChatAsync(gateway, stream: true);
        Assert.Equal(code, (string?)(await response.ErrorAsync(status))["code"]);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"message":"","type":"","param":null,"code":0}""")]
    [InlineData("0")]
    public async Task ErrorMember_ThatSaysNothing_IsNoError(string member)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { ErrorMember = member, Text = "all is well" });
        Assert.Equal("all is well", (await rig.StreamAsync("Open")).Whole().Content);
        Assert.Equal("all is well", (string?)(await rig.AnswerAsync("Open"))["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public async Task FilterResults_WithoutAModel_ReachTheClient()
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { FilterEvents = true, Text = "all is well" });
        var stream = (await rig.StreamAsync("Open")).Whole();
        Assert.Equal("all is well", stream.Content);
        Assert.NotNull(stream.Events[0]["prompt_filter_results"]);
        Assert.Single(stream.Choices, c => c["content_filter_results"] is not null);
    }

    internal static string Yaml(QuotingBackend backend) => $$"""
        backends:
          - { name: it, provider: openai, url: "{{backend.Url}}" }
        routes:
          - { name: Only, candidates: [ { backend: it, model: m } ] }
        """;

    internal static async Task<HttpResponseMessage> ChatAsync(TestGateway gateway, bool stream)
    {
        var body = new JsonObject
        {
            ["model"] = "Only",
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Say something." }),
            ["stream"] = stream,
        };
        using var content = new StringContent(body.ToJsonString(), null, "application/json");
        return await gateway.Client.PostAsync("/v1/chat/completions", content);
    }
}
