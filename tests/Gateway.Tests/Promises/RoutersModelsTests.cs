using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Backends;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// A router's list may be out of date. If a model is gone, the next is tried; if it cannot be loaded, none is asked for it; and names are
/// as the router reports them.
/// </summary>
public sealed class RoutersModelsTests
{
    private const string Route = "routes: [ { name: Fix, candidates: [ { backend: b0, model: a }, { backend: b1, model: other } ] } ]";

    [Fact]
    public async Task Model_ThatIsGone_IsAskedOfTheNext_AndTheListIsReadAnew()
    {
        await using var router = await RouterAsync("a", "b");
        await using var other = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi, Models = ["other"] });
        await using var gateway = Before(router, other, Route);
        router.SetModels("b", "c");
        using (var response = await gateway.ChatAsync("Fix"))
        {
            Assert.Equal(("b1", "2"), (response.Header("x-gateway-backend"), response.Header("x-gateway-attempts")));
        }

        await gateway.NextRoundAsync(() => gateway.Current.Routes.Match("c") is not null, Gateway.Runtime.BackendProber.Pause);
        using (var response = await gateway.ChatAsync("Fix"))
        {
            Assert.Equal(("b1", "1"), (response.Header("x-gateway-backend"), response.Header("x-gateway-attempts")));
        }
    }

    [Fact]
    public async Task Model_WhoseLoadFailed_IsNoCandidate_UntilItsStatusSaysOtherwise()
    {
        await using var router = await RouterAsync("a", "b");
        await using var other = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi, Models = ["other"] });
        await using var gateway = Before(router, other, Route);
        router.Script("a", new ModelScript { Error = "loadFailed" });
        using (var response = await gateway.ChatAsync("Fix"))
        {
            Assert.Equal("b1", response.Header("x-gateway-backend"));
        }

        await gateway.NextRoundAsync(() => gateway.Fact("a").HasFailed);
        using (var response = await gateway.ChatAsync("Fix"))
        {
            Assert.Equal(("b1", "1"), (response.Header("x-gateway-backend"), response.Header("x-gateway-attempts")));
        }

        using (var refused = await gateway.ChatAsync("a"))
        {
            Assert.Contains("could not be loaded", (string?)(await refused.ErrorAsync(400))["message"], StringComparison.Ordinal);
        }

        router.Script("a", new ModelScript());
        router.Restart(o => o);
        await gateway.NextRoundAsync(() => !gateway.Fact("a").HasFailed);
        using var again = await gateway.ChatAsync("a");
        Assert.Equal("b0", again.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task Alias_IsAName_AndTheModelIsAskedForByItsOwn()
    {
        await using var router = await RouterAsync("a", "b");
        router.SetFacts("a", new SimulatedModel { Aliases = ["fast"], Capabilities = ["completion"] });
        await using var gateway = ProbedGateway.Start(router, "llamacpp");
        foreach (var name in new[] { "fast", "FAST", "b0/fast" })
        {
            using var response = await gateway.ChatAsync(name);
            Assert.Equal("a", response.Header("x-gateway-model"));
        }

        Assert.All(router.Received, r => Assert.Equal("a", r.Model));
    }

    // Names of embedding models, of rerankers, and of what makes other things.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task ChatModel_OfALlamaServer_IsServedWhateverItsName(int held)
    {
        string[] names = ["stella", "bge-tutor", "rank-talk", "whisper-notes", "flux-prompter", "my-image-prompt-writer"];
        foreach (var name in names)
        {
            await using var server = await RouterAsync([name, .. held == 1 ? Array.Empty<string>() : ["another"]]);
            server.SetFacts(name, new SimulatedModel { Capabilities = ["completion"] });
            await using var gateway = ProbedGateway.Start(server, "llamacpp");
            using var response = await gateway.ChatAsync(name);
            Assert.True(response.IsSuccessStatusCode, $"{name}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Theory]
    [InlineData("just-talk", 2)]
    [InlineData("bge-m3", 1)]
    [InlineData("bge-m3", 2)]
    public async Task EmbeddingModel_OfALlamaServer_IsNoChatModel(string name, int held)
    {
        await using var server = await RouterAsync([name, .. held == 1 ? Array.Empty<string>() : ["another"]]);
        server.SetFacts(name, new SimulatedModel { Capabilities = ["embedding"] });
        await using var gateway = ProbedGateway.Start(server, "llamacpp");
        using var response = await gateway.ChatAsync(name);
        await response.ErrorAsync(400);
        Assert.Empty(server.Received);
    }

    [Fact]
    public async Task ModelsOfOneFile_AreWarmTogether_AndLoadedOnce()
    {
        await using var ollama = await SimulatedBackend.StartAsync(new()
        {
            Personality = Personality.Ollama,
            Models = ["base", "same:latest", "own"],
            Facts = new Dictionary<string, SimulatedModel>
            {
                ["same:latest"] = new() { MadeFrom = "base" },
                ["own"] = new() { MadeFrom = "base", ServedContext = 2048 },
            },
            Warm = [],
        });
        await using var gateway = ProbedGateway.Start(ollama, "ollama");
        using (await gateway.ChatAsync("base"))
        {
            await gateway.NextRoundAsync(() => gateway.Fact("base").IsWarm == true);
        }

        Assert.Equal((true, false), (gateway.Fact("same:latest").IsWarm, gateway.Fact("own").IsWarm));
        using (await gateway.ChatAsync("same"))
        {
            Assert.Equal(1, ollama.Loads.Values.Sum());
        }

        using (await gateway.ChatAsync("own"))
        {
            Assert.Equal(2, ollama.Loads.Values.Sum());
        }
    }

    private static Task<SimulatedBackend> RouterAsync(params string[] models) =>
        SimulatedBackend.StartAsync(new() { Personality = Personality.LlamaCpp, Models = models });

    private static ProbedGateway Before(SimulatedBackend router, SimulatedBackend other, string more) => ProbedGateway.StartWith($$"""
        backends:
          - { name: b0, provider: llamacpp, url: "{{router.Url}}" }
          - { name: b1, provider: openai, url: "{{other.Url}}" }
        {{more}}
        """);
}
