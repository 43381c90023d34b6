using System.Security.Cryptography;
using System.Text;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Tests.Backends;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>A model's name in the configuration means what it means to a client, and one that means nothing is reported.</summary>
public sealed class OperatorsNamesTests
{
    private const string Key = "sk-gw-12345678-a-key-for-this-test-only";

    [Fact]
    public async Task Entry_WithoutTheTagLatest_IsOfThatModel()
    {
        await using var ollama = await OllamaAsync();
        await using var gateway = ProbedGateway.StartWith(Backend(ollama, "models: [ { model: stella, contextLength: 6000 } ]"));
        Assert.Equal(6000, gateway.Current.Routes.Match("stella:latest")!.Candidates[0].Card.ContextLength);
        Assert.DoesNotContain(gateway.Gateway.Log.Lines, l => l.Contains(" 2510 ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("stella", "stella", 200)]
    [InlineData("stella", "stella:latest", 200)]
    [InlineData("stella", "b0/stella", 200)]
    [InlineData("stella:latest", "stella", 200)]
    [InlineData("b0/stella", "b0/stella:latest", 200)]
    [InlineData("stella", "qwen3:8b", 403)]
    [InlineData("stella", "b0/qwen3:8b", 403)]
    [InlineData("b0/stella", "stella", 403)]
    public async Task Key_MayAskByEveryNameOfWhatItWasGiven(string given, string asked, int status)
    {
        await using var ollama = await OllamaAsync();
        await using var gateway = ProbedGateway.StartWith(Backend(ollama, $"keys: [ {{ name: k, models: ['{given}'], sha256: {Hash} }} ]"));
        Assert.Equal(status, await StatusAsync(gateway, asked));
    }

    [Theory]
    [InlineData("fast", "fast", 200)]
    [InlineData("fast", "m.gguf", 200)]
    [InlineData("m.gguf", "fast", 200)]
    [InlineData("fast", "b0/m.gguf", 200)]
    public async Task Key_MayAskByABackendsAliases(string given, string asked, int status)
    {
        await using var server = await SimulatedBackend.StartAsync(new()
        {
            Personality = Personality.LlamaCpp,
            Models = ["m.gguf"],
            Facts = new Dictionary<string, SimulatedModel> { ["m.gguf"] = new() { Aliases = ["fast"] } },
        });
        await using var gateway = ProbedGateway.StartWith(
            Backend(server, $"keys: [ {{ name: k, models: ['{given}'], sha256: {Hash} }} ]", "llamacpp"));
        Assert.Equal(status, await StatusAsync(gateway, asked));
        Assert.Equal("m.gguf", Assert.Single(server.Received).Model);
    }

    [Theory]
    [InlineData("stella")]
    [InlineData("STELLA:latest")]
    public async Task Quota_CountsTheRequestsForWhatItNames(string named)
    {
        await using var ollama = await OllamaAsync();
        await using var gateway = ProbedGateway.StartWith(Backend(
            ollama, $"quotas: {{ policies: [ {{ per: everyone, model: '{named}', requestsPerMinute: 1 }} ] }}"));
        Assert.Equal((200, 429), (await StatusAsync(gateway, "stella"), await StatusAsync(gateway, "stella")));
        Assert.Equal(200, await StatusAsync(gateway, "qwen3:8b"));
    }

    [Fact]
    public async Task Names_ThatMatchNothing_AreToldOnce_AndAgainWhenTheyChange()
    {
        await using var ollama = await OllamaAsync();
        await using var gateway = ProbedGateway.StartWith(Backend(ollama, $$"""
            models: [ { model: stela, tags: [Coder] }, { model: stella, tags: [Coder] } ]
            routes: [ { name: Fix, candidates: [ { backend: b0, model: gone:7b }, { backend: b0, model: stella } ] } ]
            keys: [ { name: k, models: [stella, 'qwen3:8', Codr], tags: [Fix, Coder], sha256: {{Hash}} } ]
            """));
        await gateway.Gateway.Log.WaitForAsync(
            "Warning 2510 The configuration's models[0].model: \"stela\" matches nothing that the backends hold. Did you mean \"stella");
        await gateway.Gateway.Log.WaitForAsync(
            "Information 2510 The configuration's routes[0].candidates[0].model: \"gone:7b\" matches nothing");
        await gateway.Gateway.Log.WaitForAsync("Warning 2510 The configuration's keys[0].models[1]: \"qwen3:8\" matches nothing");
        await gateway.Gateway.Log.WaitForAsync("Warning 2510 The configuration's keys[0].models[2]: \"Codr\" matches nothing");
        await RoundAsync(gateway, ollama);
        await RoundAsync(gateway, ollama);
        Assert.Equal(4, Told(gateway));

        ollama.SetModels("stella:latest", "qwen3:8b", "stela:latest");
        await gateway.NextRoundAsync(() => gateway.State().Models?.Length == 3);
        ollama.SetModels("stella:latest", "qwen3:8b");
        await gateway.NextRoundAsync(() => Told(gateway) == 5);
    }

    [Fact]
    public async Task Names_AreNotDoubted_WhileABackendHasNotToldWhatItHolds()
    {
        await using var gateway = ProbedGateway.StartWith("""
            backends: [ { name: b0, provider: ollama, url: "http://127.0.0.1:1" } ]
            models: [ { model: stela, tags: [Coder] } ]
            """);
        await gateway.NextRoundAsync(() => gateway.State().Problem is not null);
        Assert.Equal(0, Told(gateway));
    }

    private static string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    private static int Told(ProbedGateway gateway) => gateway.Gateway.Log.Lines.Count(l => l.Contains(" 2510 ", StringComparison.Ordinal));

    private static async Task RoundAsync(ProbedGateway gateway, SimulatedBackend backend)
    {
        var before = backend.Asked["/api/tags"];
        await gateway.NextRoundAsync(() => backend.Asked["/api/tags"] > before);
    }

    private static Task<SimulatedBackend> OllamaAsync() =>
        SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama, Models = ["stella:latest", "qwen3:8b"] });

    private static string Backend(SimulatedBackend backend, string more, string provider = "ollama") => $$"""
        backends: [ { name: b0, provider: {{provider}}, url: "{{backend.Url}}" } ]
        {{more}}
        """;

    private static async Task<int> StatusAsync(ProbedGateway gateway, string model)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent(CatalogRig.Body(model), null, "application/json");
        request.Headers.Authorization = new("Bearer", Key);
        using var response = await gateway.Gateway.Client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
