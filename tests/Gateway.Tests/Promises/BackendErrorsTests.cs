using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Every shape of backend error becomes OpenAI's, in the backend's own words.</summary>
public sealed class BackendErrorsTests
{
    [Theory]
    [InlineData("modelNotFound", 404, "model_not_found", "Model does not exist")]
    [InlineData("tooLong", 400, "prompt_too_long", "max_seq_len")]
    [InlineData("badKey", 502, "upstream_error", "Token is invalid")]
    [InlineData("badKeyText", 502, "upstream_error", "")]
    [InlineData("noBalance402", 402, "insufficient_quota", "balance is insufficient")]
    [InlineData("noBalance403", 402, "insufficient_quota", "balance is insufficient")]
    [InlineData("forbidden", 502, "upstream_error", "Forbidden")]
    [InlineData("tpmLimit", 429, "rate_limit_exceeded", "TPM limit reached")]
    [InlineData("rpmLimit", 429, "rate_limit_exceeded", "RPM limit reached")]
    [InlineData("overloaded", 503, "upstream_unavailable", "overloaded")]
    [InlineData("gatewayTimeout", 503, "upstream_unavailable", "")]
    [InlineData("htmlBadGateway", 503, "upstream_unavailable", "502")]
    public async Task SiliconFlowError_BecomesOpenAis(string name, int status, string code, string words)
    {
        foreach (var stream in new[] { true, false })
        {
            // A gateway of its own for each: what a backend asked for a pause is not sent again.
            await using var rig = await Rig.StartAsync();
            rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = name });
            using var response = await rig.ChatAsync("Cloud", stream);
            var error = await response.ErrorAsync(status);
            Assert.Equal(code, (string?)error["code"]);
            var message = (string)error["message"]!;
            Assert.Contains(words, message, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<", message, StringComparison.Ordinal);
            var trace = response.Headers.GetValues("x-gateway-backend-trace").Single();
            Assert.Contains(trace, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("modelNotFound", 404, "model_not_found")]
    [InlineData("doesNotSupportTools", 400, "upstream_refused")]
    [InlineData("busy", 503, "backend_busy")]
    [InlineData("runnerError", 503, "upstream_unavailable")]
    public async Task OllamaError_BecomesOpenAis(string name, int status, string code)
    {
        // Nobody waits here for a machine that is full.
        await using var rig = await Rig.StartAsync(backendExtra: "queue: { maxWait: 100ms }");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = name });
        using var response = await rig.ChatAsync("Local");
        Assert.Equal(code, (string?)(await response.ErrorAsync(status))["code"]);
    }

    [Theory]
    [InlineData("tooLong", 400, "prompt_too_long")]
    [InlineData("insufficientQuota", 402, "insufficient_quota")]
    [InlineData("rateLimit", 429, "rate_limit_exceeded")]
    [InlineData("detailText", 0, null)]
    [InlineData("plainText", 503, "upstream_unavailable")]
    public async Task OpenAiError_KeepsItsMeaning(string name, int status, string? code)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { Error = name });
        using var response = await rig.ChatAsync("Open");
        var error = await response.ErrorAsync(status == 0 ? (int)response.StatusCode : status);
        Assert.True((int)response.StatusCode >= 400);
        Assert.True(code is null || code == (string?)error["code"], error.ToJsonString());
    }

    [Fact]
    public async Task OutOfCredit_TellsClientsNotToSendAgain()
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = "noBalance402" });
        using var response = await rig.ChatAsync("Cloud");
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
        Assert.Null(response.Headers.RetryAfter);
    }
}
