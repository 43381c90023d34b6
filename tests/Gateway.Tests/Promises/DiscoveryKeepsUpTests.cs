using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Backends;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>The catalog follows the backends from minute to minute, and outlives a backend that fails.</summary>
public sealed class DiscoveryKeepsUpTests
{
    [Theory]
    [InlineData("""{"data":"none"}""", 200, "its list of models is not one")]
    [InlineData("<html>hello</html>", 200, "its list of models is not one")]
    [InlineData("""{"error":{"message":"busy"}}""", 503, "503: busy")]
    public async Task Probe_ThatFails_KeepsTheLastListAndItsAgeGrows(string body, int status, string problem)
    {
        await using var open = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        await using var gateway = ProbedGateway.Start(open, "openai");
        var readAt = gateway.State().ReadAt;
        Assert.Equal(gateway.Time.GetUtcNow(), readAt);

        open.Listing(new ListingScript { Body = body, Status = status });
        await gateway.NextRoundAsync(() => gateway.State().Problem == problem);
        Assert.Equal(readAt, gateway.State().ReadAt);
        Assert.True(gateway.Time.GetUtcNow() - gateway.State().ProblemSince < BackendProber.Interval);
        Assert.Equal(open.Models, gateway.State().Models!.Value);
        await gateway.Gateway.Log.WaitForAsync($"Warning 2501 Backend b0 is not usable: {problem}");
        using var chat = await gateway.ChatAsync("sim-model");
        Assert.Equal(200, (int)chat.StatusCode);

        open.Listing(null);
        await gateway.NextRoundAsync(() => gateway.State().Problem is null && gateway.State().ReadAt > readAt);
        Assert.Single(gateway.Gateway.Log.Lines, l => l.Contains(" 2501 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Model_RenamedBetweenProbes_IsKnownByItsNewNameOnly()
    {
        await using var open = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi, Models = ["old-name"] });
        await using var gateway = ProbedGateway.Start(open, "openai");
        open.SetModels("new-name");
        await gateway.NextRoundAsync(() => gateway.Current.Routes.Match("new-name") is not null);
        Assert.Null(gateway.Current.Routes.Match("old-name"));
        using var chat = await gateway.ChatAsync("new-name");
        Assert.Equal(200, (int)chat.StatusCode);
    }

    [Fact]
    public async Task Model_ThatBecomesWarm_IsSeenAtTheNextProbe_AndItsContextIsRemembered()
    {
        await using var ollama = await SimulatedBackend.StartAsync(
            new() { Personality = Personality.Ollama, MaxLoaded = 1, ServerContext = 6000 });
        await using var gateway = ProbedGateway.Start(ollama, "ollama");
        Assert.Equal((false, 4096), (gateway.Fact("qwen3:8b").IsWarm, gateway.Fact("qwen3:8b").ServedContext));
        using (await gateway.ChatAsync("qwen3:8b"))
        {
            await gateway.NextRoundAsync(() => gateway.Fact("qwen3:8b") is { IsWarm: true, ServedContext: 6000 });
        }

        using (await gateway.ChatAsync("qwen2.5:7b"))
        {
            await gateway.NextRoundAsync(() => gateway.Fact("qwen3:8b") is { IsWarm: false, ServedContext: 6000 });
        }

        // Said once at start: what is warm is no news for the operator.
        Assert.Single(gateway.Gateway.Log.Lines, l => l.Contains(" 2500 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BackendThatCameBack_IsBelievedToBeThereByTheFirstAnswer()
    {
        await using var open = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        await using var gateway = ProbedGateway.Start(open, "openai");
        open.Listing(new ListingScript { Status = 500 });
        await gateway.NextRoundAsync(() => gateway.State().Problem is not null);
        using var chat = await gateway.ChatAsync("sim-model");
        Assert.Equal(200, (int)chat.StatusCode);
        Assert.Null(gateway.State().Problem);
    }

    [Fact]
    public async Task FiveThousandModels_CanAllBeNamed()
    {
        await using var open = await SimulatedBackend.StartAsync(
            new() { Personality = Personality.OpenAi, Models = [.. Enumerable.Range(0, 5000).Select(i => $"org/model-{i}")] });
        await using var gateway = ProbedGateway.Start(open, "openai");
        // Reading and taking over so many may outlast the time that the start waits.
        await gateway.Gateway.Log.WaitForAsync("The model lists are taken over");
        Assert.Equal(5000, gateway.Facts().Length);
        Assert.NotNull(gateway.Current.Routes.Match("org/model-4999"));
    }

    [Fact]
    public async Task Server_ThatAnswersApiTagsAndIsNoOllama_IsSaidSoOnceAndBelievedNothing()
    {
        await using var impostor = await SimulatedBackend.StartAsync(
            new() { Personality = Personality.Vllm, Models = ["qwen2.5-coder:7b"], AlsoAnswersApiTags = true });
        await using var gateway = ProbedGateway.Start(impostor, "ollama");
        Assert.Equal(new Gateway.Routing.Models.ModelFacts("qwen2.5-coder:7b") { IsPlaceUnproved = true }, Assert.Single(gateway.Facts()));
        await gateway.NextRoundAsync(() => impostor.Asked["/v1/models"] == 2);
        await gateway.NextRoundAsync(() => impostor.Asked["/v1/models"] == 3);
        Assert.Single(
            gateway.Gateway.Log.Lines,
            l => l.Contains("Warning 2508 Backend b0 answers Ollama's addresses but is no Ollama", StringComparison.Ordinal));
        Assert.DoesNotContain("/api/tags", impostor.Asked.Keys);
    }

    [Fact]
    public async Task Ollama_OnceProved_BehindAProxyThatFails_KeepsItsLastFacts()
    {
        await using var ollama = await SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama, Models = ["ours"] });
        ollama.SetFacts("ours", new SimulatedModel { RemoteHost = "https://ollama.com" });
        await using var gateway = ProbedGateway.Start(ollama, "ollama");
        Assert.True(gateway.Fact("ours").IsRemote);
        ollama.Listing(new ListingScript { Path = "/", Status = 502 });
        await gateway.NextRoundAsync(() => gateway.State().Problem is not null);
        Assert.True(gateway.State().Facts!.Value.Single().IsRemote);
        ollama.Listing(null);
        await gateway.NextRoundAsync(() => gateway.State().Problem is null);
        Assert.True(gateway.Fact("ours").IsRemote);
    }

    [Fact]
    public async Task Credential_InABackendsRefusal_IsNotLogged()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "sk-very-secret-credential");
        await using var open = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        open.Listing(new ListingScript { Status = 401, Body = """{"error":{"message":"Bad key sk-very-secret-credential"}}""" });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: b0, provider: openai, url: "{{open.Url}}", credential: { file: "{{file}}" } } ]
            """);
        await gateway.Log.WaitForAsync("Backend b0 is not usable: 401: Bad key [redacted]");
        File.Delete(file);
    }
}
