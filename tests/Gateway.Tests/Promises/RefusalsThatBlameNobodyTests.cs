using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>If a backend refuses a request for reasons of its own, the next candidate is tried, and the client is not blamed.</summary>
public sealed class RefusalsThatBlameNobodyTests
{
    [Theory]
    [InlineData(405, 502, "upstream_error")]
    [InlineData(406, 502, "upstream_error")]
    [InlineData(409, 502, "upstream_error")]
    [InlineData(411, 502, "upstream_error")]
    [InlineData(414, 502, "upstream_error")]
    [InlineData(415, 502, "upstream_error")]
    [InlineData(418, 502, "upstream_error")]
    [InlineData(421, 502, "upstream_error")]
    [InlineData(423, 502, "upstream_error")]
    [InlineData(426, 502, "upstream_error")]
    [InlineData(428, 502, "upstream_error")]
    [InlineData(431, 502, "upstream_error")]
    [InlineData(494, 502, "upstream_error")]
    [InlineData(413, 400, "prompt_too_long")]
    [InlineData(451, 400, "upstream_refused")]
    [InlineData(501, 400, "upstream_refused")]
    [InlineData(410, 404, "model_not_found")]
    [InlineData(307, 502, "upstream_error")]
    public async Task Status_ThatIsNotTheClientsFault_IsAskedOfTheNext_AndIsToldAsWhatItIs(int status, int told, string code)
    {
        await using var rig = await ProviderRig.StartAsync("openai");
        rig.Script(new ModelScript { ErrorStatus = status, ErrorBody = """{"error":{"message":"Not here."}}""" });
        using (var answered = await rig.ChatAsync(stream: true, tag: "First"))
        {
            Assert.Equal("other", answered.Header("x-gateway-backend"));
        }

        using var refused = await rig.ChatAsync(stream: false);
        var error = await refused.ErrorAsync(told);
        Assert.Equal(code, (string?)error["code"]);
        Assert.Contains("Not here.", (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal(2, rig.Backend.Received.Count);
    }

    [Theory]
    [InlineData("openai", "This is not a chat model and thus not supported in the v1/chat/completions endpoint.", 400, "upstream_refused")]
    [InlineData("openai", "The chatCompletion operation does not work with the specified model, x.", 400, "upstream_refused")]
    [InlineData("openai", "some/model-9 is not a valid model ID", 404, "model_not_found")]
    [InlineData("openai", "Invalid model: some-model", 404, "model_not_found")]
    [InlineData("openai", "The model does not exist or you do not have access to it.", 404, "model_not_found")]
    [InlineData(
        "vllm", "'max_tokens' or 'max_completion_tokens' is too large: 5000. This model's maximum context length is 4096 tokens.", 400,
        "upstream_refused")]
    [InlineData("openai", "API key not valid. Please pass a valid API key.", 502, "upstream_error")]
    [InlineData("openai", "Budget has been exceeded! Current cost: 1.2", 402, "insufficient_quota", "budget_exceeded")]
    public async Task BadRequest_ThatIsNotTheClientsFault_IsAskedOfTheNext_AndIsToldInTheBackendsWords(
        string provider, string words, int told, string code, string? type = null)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript
        {
            ErrorStatus = 400,
            ErrorBody = new System.Text.Json.Nodes.JsonObject { ["message"] = words, ["type"] = type }.ToJsonString()
        });
        using var answered = await rig.ChatAsync(stream: true, tag: "First");
        Assert.Equal("other", answered.Header("x-gateway-backend"));
        using var refused = await rig.ChatAsync(stream: false);
        var error = await refused.ErrorAsync(told);
        Assert.Equal(code, (string?)error["code"]);
        Assert.Contains(words[..20], (string?)error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai", "arrears")]
    [InlineData("openai", "emptyAccount")]
    [InlineData("siliconflow", "noBalance403")]
    public async Task Account_ThatIsEmpty_Is402WhateverTheBackendsStatus_AndTheNextIsAsked(string provider, string error)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Error = error });
        using var answered = await rig.ChatAsync(stream: false, tag: "First");
        Assert.Equal("other", answered.Header("x-gateway-backend"));
        using var refused = await rig.ChatAsync(stream: false);
        Assert.Equal("insufficient_quota", (string?)(await refused.ErrorAsync(402))["code"]);
    }

    [Theory]
    [InlineData("openai", "tooLargeForProxy")]
    [InlineData("siliconflow", "tooLarge413")]
    public async Task Body_ThatIsTooLargeForOne_IsAskedOfAnother_AndIsATooLongPromptAtLast(string provider, string error)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Error = error });
        using var answered = await rig.ChatAsync(stream: false, tag: "First");
        Assert.Equal("other", answered.Header("x-gateway-backend"));
        rig.Other.Script("sim-model", new ModelScript { Error = "tooLong" });
        using var refused = await rig.ChatAsync(stream: false, tag: "First");
        Assert.Equal("prompt_too_long", (string?)(await refused.ErrorAsync(400))["code"]);
    }

    [Theory]
    [InlineData("rateLimit", 429, "rate_limit_exceeded")]
    [InlineData("overloaded", 503, "upstream_unavailable")]
    [InlineData("badKey", 502, "upstream_error")]
    [InlineData("insufficientQuota", 402, "insufficient_quota")]
    [InlineData("modelNotFound", 400, "upstream_refused")]
    [InlineData("badRequest", 400, "upstream_refused")]
    public async Task Refusals_OfSeveralCandidates_AreToldAsTheOneLikeliestToPass(string error, int status, string code)
    {
        await using var rig = await ProviderRig.StartAsync("ollama");
        rig.Script(new ModelScript { Error = "doesNotSupportTools" });
        rig.Other.Script("sim-model", new ModelScript { Error = error });
        using var refused = await rig.ChatAsync(stream: false, tag: "First");
        Assert.Equal(code, (string?)(await refused.ErrorAsync(status))["code"]);
    }
}
