using System.Text;
using Gateway.Simulator.Models;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Refusals;

/// <summary>The errors of LM Studio, llama.cpp, vLLM and DeepSeek become OpenAI's, and their meaning decides what is tried next.</summary>
public sealed class MoreProvidersErrorsTests
{
    [Theory]
    [InlineData("lmstudio", "modelNotFound", 404, "model_not_found", "Invalid model identifier")]
    [InlineData("lmstudio", "noModelLoaded", 404, "model_not_found", "No models loaded")]
    [InlineData("lmstudio", "loadFailed", 503, "upstream_unavailable", "Failed to load")]
    [InlineData("lmstudio", "crashed", 503, "upstream_unavailable", "has crashed")]
    [InlineData("lmstudio", "tooLong", 400, "prompt_too_long", "4096")]
    [InlineData("lmstudio", "badRequest", 400, "upstream_refused", "'messages'")]
    [InlineData("lmstudio", "badKey", 502, "upstream_error", "API token")]
    [InlineData("lmstudio", "wrongPath", 502, "upstream_error", "Unexpected endpoint")]
    [InlineData("llamacpp", "modelNotFound", 404, "model_not_found", "not found")]
    [InlineData("llamacpp", "notLoaded", 404, "model_not_found", "not loaded")]
    [InlineData("llamacpp", "tooLong", 400, "prompt_too_long", "8192")]
    [InlineData("llamacpp", "badRequest", 400, "400", "'messages'")]
    [InlineData("llamacpp", "badKey", 502, "upstream_error", "Invalid API Key")]
    [InlineData("llamacpp", "wrongPath", 404, "model_not_found", "File Not Found")]
    [InlineData("llamacpp", "computeError", 503, "upstream_unavailable", "Compute error")]
    [InlineData("vllm", "modelNotFound", 404, "model_not_found", "does not exist")]
    [InlineData("vllm", "modelNotFoundFlat", 404, "model_not_found", "does not exist")]
    [InlineData("vllm", "tooLong", 400, "prompt_too_long", "8192")]
    [InlineData("vllm", "badRequest", 400, "400", "Field required")]
    [InlineData("vllm", "noToolParser", 400, "400", "--enable-auto-tool-choice")]
    [InlineData("vllm", "unauthorized", 502, "upstream_error", "Unauthorized")]
    [InlineData("vllm", "wrongPath", 404, "model_not_found", "Not Found")]
    [InlineData("vllm", "serverError", 503, "upstream_unavailable", "EngineCore")]
    [InlineData("deepseek", "modelNotFound", 404, "model_not_found", "Model Not Exist")]
    [InlineData("deepseek", "tooLong", 400, "prompt_too_long", "65536")]
    [InlineData("deepseek", "badRequest", 400, "invalid_request_error", "deserialize")]
    [InlineData("deepseek", "badParameter", 422, "invalid_request_error", "parameter")]
    [InlineData("deepseek", "badKey", 502, "upstream_error", "Authentication Fails")]
    [InlineData("deepseek", "noBalance", 402, "insufficient_quota", "Insufficient Balance")]
    [InlineData("deepseek", "wrongPath", 404, "model_not_found", "")]
    [InlineData("deepseek", "rateLimit", 429, "rate_limit_exceeded", "too fast")]
    [InlineData("deepseek", "serverError", 503, "upstream_unavailable", "Internal Server Error")]
    [InlineData("deepseek", "overloaded", 503, "upstream_unavailable", "too busy")]
    public async Task Error_OfTheProvider_BecomesOpenAis(string provider, string name, int status, string code, string words)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Error = name });
        foreach (var stream in new[] { true, false })
        {
            using var response = await rig.ChatAsync(stream);
            var error = await response.ErrorAsync(status);
            Assert.Equal(code, (string?)error["code"]);
            Assert.Contains(words, (string?)error["message"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("lmstudio", "crashed", true)]
    [InlineData("lmstudio", "modelNotFound", true)]
    [InlineData("lmstudio", "badRequest", false)]
    [InlineData("llamacpp", "badRequest", false)]
    [InlineData("vllm", "modelNotFound", true)]
    [InlineData("vllm", "noToolParser", true)]
    [InlineData("deepseek", "noBalance", true)]
    [InlineData("deepseek", "modelNotFound", true)]
    public async Task Error_ThatAnotherMayNotHave_IsFollowedByTheNextCandidate(string provider, string name, bool follows)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Error = name });
        using var response = await rig.ChatAsync(stream: true, tag: "First");
        Assert.Equal(follows, rig.Other.Received.Count == 1);
        Assert.Equal(follows ? 200 : 400, (int)response.StatusCode);
    }

    [Fact]
    public async Task LlamaCpp_ThatIsLoadingItsModel_IsAskedAgainAsSoonAsItServes()
    {
        await using var rig = await ProviderRig.StartAsync("llamacpp");
        rig.Script(new ModelScript { Error = "loadingModel", ErrorTimes = 1 });
        using var loaded = await rig.ChatAsync(stream: true, tag: "First");
        Assert.Equal(("it", "2"), (loaded.Header("x-gateway-backend"), loaded.Header("x-gateway-attempts")));
    }

    [Fact]
    public async Task DeepSeeksTrace_IsInTheHeaderAndTheError()
    {
        await using var rig = await ProviderRig.StartAsync("deepseek");
        rig.Script(new ModelScript { Error = "noBalance" });
        using var response = await rig.ChatAsync(stream: false);
        var trace = response.Headers.GetValues("x-gateway-backend-trace").Single();
        Assert.Contains(trace, (string?)(await response.ErrorAsync(402))["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lmstudio", "lms server start")]
    [InlineData("llamacpp", "llama-server -m")]
    [InlineData("vllm", "vllm serve")]
    [InlineData("deepseek", "nothing answers at")]
    public async Task Backend_ThatIsNotThere_IsNamedWithTheWayToStartIt(string provider, string hint)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        using var gone = await rig.Backend.GoAwayAsync();
        using var response = await rig.ChatAsync(stream: false);
        Assert.Contains(hint, (string?)(await response.ErrorAsync(503))["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lmstudio", false)]
    [InlineData("llamacpp", true)]
    [InlineData("vllm", true)]
    public async Task ImageByAddress_GoesToThoseThatFetchIt(string provider, bool fetches)
    {
        await using var rig = await ProviderRig.StartAsync(provider, facts: new SimulatedModel { Capabilities = ["completion", "vision"] });
        using var response = await rig.SendAsync(
            """{"model":"Only","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}]}""");
        Assert.Equal(fetches ? 200 : 400, (int)response.StatusCode);
        Assert.Equal(fetches ? 1 : 0, rig.Backend.Received.Count);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("", 7)]
    [InlineData("v1", 7)]
    public async Task DeepSeek_WithOrWithoutVersionAndBusyOrNot_IsAnswered(string path, int emptyLines)
    {
        await using var rig = await ProviderRig.StartAsync("deepseek", path);
        rig.Script(new ModelScript { EmptyLinesFirst = emptyLines, NotStreamedDelayMs = 50, Comments = true, Text = "the answer" });
        Assert.Equal("the answer", (string?)(await rig.ChoiceAsync())["message"]!["content"]);
        Assert.Matches("prompt=[1-9][0-9]* completion=[1-9]", await rig.Gateway.Log.WaitForAsync("Information 4000 "));
        var stream = (await rig.StreamAsync()).Whole();
        Assert.Equal("the answer", stream.Content);
        Assert.Contains(": keep-alive", stream.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"model\":\"Only\"", Encoding.UTF8.GetString(rig.Backend.Received[^1].Body), StringComparison.Ordinal);
    }
}
