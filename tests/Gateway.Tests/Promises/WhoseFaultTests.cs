using Gateway.Simulator.Models;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// A failure caused by the request is reported to its client and counts against no backend, whatever its status. A failure of the machine
/// counts against the machine.
/// </summary>
public sealed class WhoseFaultTests
{
    private static readonly SimulatedModel s_strict = new() { StrictTemplate = true };

    public static TheoryData<string, ModelScript, string> Faults => new()
    {
        { "llamacpp", new() { Error = "rolesDoNotAlternate" }, "roles must alternate" },
        { "llamacpp", new() { Error = "systemNotFirst" }, "at the beginning" },
        { "llamacpp", new() { Error = "parseError" }, "json.exception.parse_error" },
        { "llamacpp", new() { Error = "brokenArguments" }, "Failed to parse tool call arguments" },
        { "ollama", new() { Error = "badSchemaOld" }, "invalid JSON schema" },
        { "ollama", new() { Error = "nullContent" }, "invalid message content type" },
        { "ollama", new() { Error = "invalidToolArguments" }, "invalid tool call arguments" },
        { "vllm", new() { Error = "rolesDoNotAlternate" }, "roles must alternate" },
        { "openai", Answers(500, """{"error":{"message":"'messages' must be an array","type":"server_error","code":500}}"""),
        "must be an array" },
        { "openai", Answers(500, """{"detail":"TemplateError: Jinja: unknown role tool"}"""), "unknown role tool" },
        { "openai", Answers(500, """{"error":{"message":"nope","type":"invalid_request_error"}}"""), "nope" },
        { "openai", Answers(422, """{"detail":"Unprocessable"}"""), "Unprocessable" },
        { "openai", Answers(422, """{"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required"}]}"""),
        "body.messages: Field required" },
        { "openai",
        Answers(500, """{"detail":[{"type":"string_type","loc":["body","messages",0],"msg":"Input should be a valid string"}]}"""),
        "Input should be" },
        { "openai", Answers(503, """{"error":{"message":"TemplateError: unexpected '%'"}}"""), "TemplateError" },
        { "vllm", Answers(500, """{"object":"error","message":"Can only get item pairs from a mapping.","code":500}"""), "item pairs" },
        { "llamacpp",
        Answers(500, """{"error":{"code":500,"message":"Value is not callable: null at row 1, column 2","type":"server_error"}}"""),
        "not callable" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Request_ThatIsAtFault_IsSentOnce_IsRefusedInTheBackendsWords_AndCountsAgainstNobody(
        string provider, ModelScript script, string words)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(script);
        for (var i = 1; i <= 6; i++)
        {
            using var refused = await rig.ChatAsync(stream: i % 2 == 0, tag: "First");
            var error = await refused.ErrorAsync(script.ErrorStatus == 422 ? 422 : 400);
            Assert.Contains(words, (string?)error["message"], StringComparison.Ordinal);
            Assert.NotEqual("500", (string?)error["code"]);
            Assert.Equal("false", refused.Header("x-should-retry"));
            Assert.Null(refused.Headers.RetryAfter);
            Assert.Equal(i, rig.Backend.Received.Count);
        }

        Assert.Empty(rig.Other.Received);
        // Five in a row would have taken it out.
        rig.Script(new ModelScript());
        using var answered = await rig.ChatAsync(stream: false, tag: "First");
        Assert.Equal("it", answered.Header("x-gateway-backend"));
    }

    public static TheoryData<string, ModelScript> Sicknesses => new()
    {
        { "llamacpp", new() { Error = "computeError" } },
        { "llamacpp", new() { Error = "loadFailed" } },
        { "ollama", new() { Error = "runnerError" } },
        { "ollama", new() { Error = "runnerDied" } },
        { "ollama", new() { Error = "loadFailed" } },
        { "vllm", new() { Error = "serverError" } },
        { "openai", new() { Error = "plainText" } },
        { "openai", Answers(500, """{"error":{"message":"CUDA error: invalid argument","type":"server_error"}}""") },
        { "openai", Answers(502, """{"error":{"message":"invalid response from upstream"}}""") },
    };

    [Theory]
    [MemberData(nameof(Sicknesses))]
    public async Task Machine_ThatIsSick_IsFollowedByTheNext_AndIs503WithoutOne(string provider, ModelScript script)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(script);
        using var answered = await rig.ChatAsync(stream: true, tag: "First");
        Assert.Equal("other", answered.Header("x-gateway-backend"));
        using var failed = await rig.ChatAsync(stream: false);
        Assert.Equal("upstream_unavailable", (string?)(await failed.ErrorAsync(503))["code"]);
        Assert.NotNull(failed.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("llamacpp")]
    [InlineData("lmstudio")]
    public async Task Model_WhoseLoadFailed_IsNotLoadedAgainAtOnce(string provider)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Error = "loadFailed" });
        for (var i = 0; i < 3; i++)
        {
            using var failed = await rig.ChatAsync(stream: false);
            await failed.ErrorAsync(503);
            Assert.InRange(failed.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        }

        Assert.Single(rig.Backend.Received);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"a"},{"role":"user","content":"b"}]""", 400)]
    [InlineData(
        """[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"system","content":"c"},{"role":"user","content":"d"}]""", 400)]
    [InlineData("""[{"role":"assistant","content":"a"},{"role":"user","content":"b"}]""", 400)]
    [InlineData("""[{"role":"user","content":"half of a pair: \ud83d."}]""", 400)]
    [InlineData(
        """[{"role":"system","content":"s"},{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]""", 200)]
    public async Task LlamaCpp_WithAStrictTemplate_RefusesAsTheRealOneDoes_AndTheClientHearsIt(string messages, int status)
    {
        await using var rig = await ProviderRig.StartAsync("llamacpp", facts: s_strict);
        using var response = await rig.SendAsync($$"""{"model":"First","messages":{{messages}}}""");
        Assert.True((int)response.StatusCode == status, await response.Content.ReadAsStringAsync());
        Assert.Single(rig.Backend.Received);
        Assert.Empty(rig.Other.Received);
    }

    [Fact]
    public async Task Account_ThatTheRequestOnlySpeaksOf_IsNotTakenForEmpty()
    {
        await using var rig = await ProviderRig.StartAsync("openai");
        rig.Script(Answers(400, """{"error":{"message":"Unknown role 'my account balance'","type":"invalid_request_error"}}"""));
        using var refused = await rig.SendAsync("""{"model":"Only","messages":[{"role":"my account balance","content":"hi"}]}""");
        await refused.ErrorAsync(400);
        rig.Script(new ModelScript());
        using var answered = await rig.ChatAsync(stream: false);
        Assert.Equal(200, (int)answered.StatusCode);
    }

    private static ModelScript Answers(int status, string body) => new() { ErrorStatus = status, ErrorBody = body };
}
