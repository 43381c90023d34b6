using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>After a failed load, no request loads that model again at once, and only that model is paused.</summary>
public sealed class FailedLoadsTests
{
    public static TheoryData<string, int, string> Words => new()
    {
        { "ollama", 500,
        """{"error":{"message":"llama-server process has terminated: exit status 1: cudaMalloc failed: out of memory\nerror loading model: unable to allocate CUDA0 buffer","type":"api_error","param":null,"code":null}}""" },
        { "ollama", 500, """{"error":"llama runner process has terminated: signal: killed"}""" },
        { "ollama", 500, """{"error":{"message":"timed out waiting for llama runner to start - progress 0.20 - ","type":"api_error"}}""" },
        { "ollama", 500,
        """{"error":{"message":"model failed to load, this may be due to resource limitations or an internal error, check ollama server logs for details","type":"api_error"}}""" },
        { "ollama", 500,
        """{"error":{"message":"model requires more system memory (40.1 GiB) than is available (11.8 GiB)","type":"api_error"}}""" },
        { "ollama", 500, """{"error":{"message":"unable to load model: /blobs/sha256-0","type":"api_error"}}""" },
        { "ollama", 500,
        """{"error":{"message":"llama runner process no longer running: 1 error:invalid argument","type":"api_error"}}""" },
        { "llamacpp", 500, """{"error":{"code":500,"message":"model name=some/model-1 failed to load","type":"server_error"}}""" },
        { "llamacpp", 500, """{"error":{"code":500,"message":"failed to load model","type":"server_error"}}""" },
        { "lmstudio", 400, """{"error":{"message":"Failed to load model \"x\". Error: insufficient system resources"}}""" },
        { "lmstudio", 400, """{"error":"Error loading model. (Exit code: 1)"}""" },
        { "openai", 500, """{"error":{"message":"failed to load model","type":"server_error"}}""" },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public async Task Load_ThatFailed_IsMadeOnce_AndTheNextCandidateAnswers(string provider, int status, string body)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { ErrorStatus = status, ErrorBody = body });
        for (var i = 0; i < 4; i++)
        {
            using var answered = await rig.ChatAsync(stream: i % 2 == 0, tag: "First");
            Assert.Equal("other", answered.Header("x-gateway-backend"));
            await answered.Content.ReadAsStringAsync();
        }

        Assert.Single(rig.Backend.Received);
    }

    [Theory]
    [InlineData("ollama", true)]
    [InlineData("ollama", false)]
    [InlineData("llamacpp", false)]
    public async Task Load_ThatFailed_IsNotTriedAgain_ThoughNobodyElseIsLeft_AndRetriesMayWaitLong(string provider, bool stream)
    {
        await using var rig = await LineRig.StartAsync(provider: provider, extra: "resilience: { retries: 5, maxRetryDelay: 1m }");
        rig.Own.Script(LineRig.Small, new ModelScript { Error = "loadFailed" });
        for (var i = 0; i < 3; i++)
        {
            var chat = rig.ChatAsync("Small", stream);
            using var failed = await chat.WaitAsync(LineRig.Patience);
            Assert.Equal("upstream_unavailable", (string?)(await failed.ErrorAsync(503))["code"]);
        }

        Assert.Single(rig.Own.Received);
        // It rests, and is tried again after that.
        rig.Own.Script(LineRig.Small, new ModelScript());
        rig.Time.Advance(TimeSpan.FromSeconds(31));
        using var answered = await rig.ChatAsync("Small", stream).WaitAsync(LineRig.Patience);
        Assert.Equal(200, (int)answered.StatusCode);
    }

    [Fact]
    public async Task Load_ThatFailed_IsTheModelsAlone_AndOthersOfItsMachineAnswer()
    {
        await using var rig = await LineRig.StartAsync(extra: $$"""
              - { name: Both, candidates: [ { backend: own, model: "{{LineRig.Large}}" }, { backend: own, model: "{{LineRig.Small}}" } ] }
            """);
        rig.Own.Script(LineRig.Large, new ModelScript { Error = "loadFailed" });
        for (var i = 0; i < 6; i++)
        {
            using var answered = await rig.ChatAsync("Both").WaitAsync(LineRig.Patience);
            Assert.Equal(LineRig.Small, answered.Header("x-gateway-model"));
            rig.Time.Advance(TimeSpan.FromSeconds(31));
        }
    }

    // A request's picture that cannot be read is no model that cannot be loaded, though the words are nearly the same.
    [Theory]
    [InlineData("llamacpp", 500)]
    [InlineData("lmstudio", 400)]
    public async Task Picture_ThatCannotBeRead_IsTheRequestsFault_AndRestsNobody(string provider, int status)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript
        {
            ErrorStatus = status,
            ErrorBody = """{"error":{"message":"Failed to load image or audio file","type":"server_error"}}"""
        });
        for (var i = 1; i <= 6; i++)
        {
            using var refused = await rig.ChatAsync(stream: false, tag: "First");
            await refused.ErrorAsync(400);
            Assert.Equal(i, rig.Backend.Received.Count);
        }

        Assert.Empty(rig.Other.Received);
    }
}
