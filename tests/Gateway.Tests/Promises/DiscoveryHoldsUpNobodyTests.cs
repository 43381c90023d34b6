using System.Diagnostics;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Backends;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Probes delay neither the start nor each other, load no model, and run no more often than they may.</summary>
public sealed class DiscoveryHoldsUpNobodyTests
{
    [Fact]
    public async Task Start_WithABackendThatHangs_IsSoonOverAndTheOthersAreThere()
    {
        await using var hanging = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        await using var open = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        hanging.Listing(new ListingScript { Hold = true });
        var watch = Stopwatch.StartNew();
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: hanging, provider: openai, url: "{{hanging.Url}}" }
              - { name: open, provider: openai, url: "{{open.Url}}" }
            """);
        // Two seconds for the probes; the rest is for a busy machine to start the host. A whole probe would take ten.
        Assert.InRange(watch.Elapsed.TotalSeconds, 1.9, 6);
        using var content = new StringContent(
            """{"model":"sim-model","messages":[{"role":"user","content":"x"}]}""", null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        Assert.Equal("open", response.Headers.GetValues("x-gateway-backend").Single());

        hanging.Listing(null);
        await gateway.Log.WaitForAsync("Backend hanging lists");
    }

    [Fact]
    public async Task Start_WithAllBackendsThere_HasTheWholeCatalog()
    {
        await using var ollama = await SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama });
        await using var cloud = await SimulatedBackend.StartAsync(new() { Personality = Personality.SiliconFlow });
        await using var gateway = ProbedGateway.Start(("ollama", ollama.Url), ("siliconflow", cloud.Url));
        Assert.Equal((ollama.Models.Count, cloud.Models.Count), (gateway.Facts(0).Length, gateway.Facts(1).Length));
        Assert.NotNull(gateway.Current.Routes.Match("qwen3:8b"));
    }

    [Fact]
    public async Task Backend_ThatHangs_IsAskedOnceAtATimeWhileTheOthersAreAskedOn()
    {
        await using var slow = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        await using var open = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        await using var gateway = ProbedGateway.Start(("openai", slow.Url), ("openai", open.Url));
        slow.Listing(new ListingScript { Hold = true });
        gateway.Prober.Wake();
        await gateway.NextRoundAsync(() => slow.Asked["/v1/models"] == 2 && open.Asked["/v1/models"] == 2, BackendProber.Pause);

        // Within the ten seconds of the slow one's probe.
        open.SetModels("quite-new");
        gateway.Prober.Wake();
        await gateway.NextRoundAsync(() => gateway.Current.Routes.Match("quite-new") is not null, BackendProber.Pause);
        Assert.Equal(2, slow.Asked["/v1/models"]);

        // The round that it missed is made up for when its probe is over.
        slow.Listing(null);
        await gateway.NextRoundAsync(() => slow.Asked["/v1/models"] == 3, TimeSpan.Zero);
    }

    [Fact]
    public async Task Probe_ThatHangs_IsGivenUpAfterTenSeconds()
    {
        await using var open = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        await using var gateway = ProbedGateway.Start(open, "openai");
        open.Listing(new ListingScript { Hold = true });
        await gateway.NextRoundAsync(() => open.Asked["/v1/models"] == 2);
        gateway.Time.Advance(BackendProbe.Limit);
        await gateway.Gateway.Log.WaitForAsync("Backend b0 is not usable: nothing answers");
    }

    [Fact]
    public async Task Wake_AskedForByMany_IsOneRoundInFiveSeconds()
    {
        await using var open = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        await using var gateway = ProbedGateway.Start(open, "openai");
        await open.NextAskedAsync();
        for (var round = 2; round <= 4; round++)
        {
            Parallel.For(0, 50, _ => gateway.Prober.Wake());
            gateway.Time.Advance(BackendProber.Pause / 2);
            var asked = open.NextAskedAsync();
            await Assert.ThrowsAsync<TimeoutException>(() => asked.WaitAsync(TimeSpan.FromMilliseconds(200)));
            await gateway.NextRoundAsync(() => asked.IsCompleted, BackendProber.Pause / 2);
            Assert.Equal(round, open.Asked["/v1/models"]);
        }
    }

    [Theory]
    [InlineData("llamacpp", Personality.LlamaCpp)]
    [InlineData("ollama", Personality.Ollama)]
    [InlineData("ollama", Personality.OllamaOld)]
    [InlineData("lmstudio", Personality.LmStudio)]
    public async Task Probe_OfAnyServer_LoadsNoModel(string provider, Personality personality)
    {
        await using var server = await SimulatedBackend.StartAsync(
            new() { Personality = personality, Models = ["a", "b", "c"], Warm = ["b"], MaxLoaded = 2 });
        await using var gateway = ProbedGateway.Start(server, provider);
        await gateway.NextRoundAsync(() => server.Asked.Values.Max() >= 2);
        Assert.Equal(["b"], server.Warm);
        Assert.Equal([false, true, false], gateway.Facts().Select(m => m.IsWarm));
        Assert.DoesNotContain(
            server.Asked.Keys,
            p => p.StartsWith("/props?model=a", StringComparison.Ordinal) || p.Contains("generate", StringComparison.Ordinal));
    }
}
