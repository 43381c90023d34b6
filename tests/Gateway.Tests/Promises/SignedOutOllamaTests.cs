using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>An Ollama that is not signed in refuses its cloud models, and only they count as failing.</summary>
public sealed class SignedOutOllamaTests : IAsyncLifetime
{
    private const string CloudModel = "gpt-oss:120b-cloud";
    private SimulatedBackend _ollama = null!;
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _ollama = await SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama, IsSignedOut = true });
        _gateway = TestGateway.Start($$"""
            backends:
              - { name: own, provider: ollama, url: "{{_ollama.Url}}", maxConcurrent: 0 }
            routes:
              - { name: Big, candidates: [ { backend: own, model: "{{CloudModel}}" } ] }
              - { name: Both, candidates: [ { backend: own, model: "{{CloudModel}}" }, { backend: own, model: "qwen3:8b" } ] }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _ollama.DisposeAsync();
    }

    [Fact]
    public async Task CloudModel_OfAnOllamaThatIsNotSignedIn_PausesAlone()
    {
        using (var refused = await ChatAsync("Big"))
        {
            var error = await refused.ErrorAsync(502);
            Assert.Equal("upstream_error", (string?)error["code"]);
            Assert.Contains("ollama signin", (string?)error["message"], StringComparison.Ordinal);
        }

        // Every other model goes on.
        foreach (var model in (string[])["qwen3:8b", "qwen2.5:7b", "own/qwen2.5-coder:7b"])
        {
            using var answered = await ChatAsync(model);
            Assert.True((int)answered.StatusCode == 200, await answered.Content.ReadAsStringAsync());
        }

        using var again = await ChatAsync("Big");
        Assert.Contains("not asked again for", (string?)(await again.ErrorAsync(502))["message"], StringComparison.Ordinal);
        Assert.Single(_ollama.Received, r => r.Model == CloudModel);
    }

    [Fact]
    public async Task CloudModel_ThatIsRefused_IsFollowedByALocalOneOfTheSameOllama()
    {
        using var answered = await ChatAsync("Both");
        Assert.Equal("qwen3:8b", answered.Header("x-gateway-model"));
    }

    [Fact]
    public async Task AddressToSignIn_IsToldNobody()
    {
        using var refused = await ChatAsync("Big");
        Assert.DoesNotContain("connect?name", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "connect?name", string.Join('\n', refused.Headers.Select(h => $"{h.Key}: {string.Join(", ", h.Value)}")),
            StringComparison.Ordinal);
        await _gateway.Log.WaitForAsync("Information 4000 ");
        Assert.DoesNotContain("connect?name", string.Join('\n', _gateway.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cloud_ThatIsSwitchedOff_PausesItsModelAlone()
    {
        await using var ollama = await SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: own, provider: ollama, url: "{{ollama.Url}}" } ]
            """);
        ollama.Script(CloudModel, new ModelScript { Error = "cloudDisabled" });
        for (var i = 0; i < 2; i++)
        {
            using var refused = await ChatAsync(CloudModel, gateway);
            await refused.ErrorAsync(502);
        }

        Assert.Single(ollama.Received);
        using var answered = await ChatAsync("qwen3:8b", gateway);
        Assert.Equal(200, (int)answered.StatusCode);
    }

    private async Task<HttpResponseMessage> ChatAsync(string model, TestGateway? gateway = null)
    {
        using var content = new StringContent(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        return await (gateway ?? _gateway).Client.PostAsync("/v1/chat/completions", content);
    }
}
