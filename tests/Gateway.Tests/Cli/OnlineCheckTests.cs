using Gateway.Simulator;
using Gateway.Simulator.Options;

namespace Gateway.Tests.Cli;

/// <summary>
/// <c>gateway config check --online</c> asks the backends, and reports names in the configuration that none of them holds.
/// </summary>
public sealed class OnlineCheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task NamesThatMatch_AreGood()
    {
        await using var ollama = await OllamaAsync();
        var (exit, said) = await CheckAsync($$"""
            backends: [ { name: own, provider: ollama, url: "{{ollama.Url}}" } ]
            models: [ { model: stella, contextLength: 8192 } ]
            """);
        Assert.Contains("own: 2 models.", said, StringComparison.Ordinal);
        Assert.Equal(0, exit);
        Assert.Empty(ollama.Received);
    }

    [Fact]
    public async Task NamesThatMatchNothing_AreSaidWithWhatMayBeMeant()
    {
        await using var ollama = await OllamaAsync();
        var (exit, said) = await CheckAsync($$"""
            backends: [ { name: own, provider: ollama, url: "{{ollama.Url}}" } ]
            models: [ { model: stela, contextLength: 8192 } ]
            routes: [ { name: Fix, candidates: [ { backend: own, model: "gone:7b" } ] } ]
            """);
        Assert.Contains(
            "models[0].model: \"stela\" matches nothing that the backends hold. Did you mean \"stella\"?", said, StringComparison.Ordinal);
        Assert.Contains(
            "routes[0].candidates[0].model: \"gone:7b\" matches nothing that the backends hold.", said, StringComparison.Ordinal);
        Assert.Equal(1, exit);
    }

    [Fact]
    public async Task BackendThatIsAway_IsSaid_AndNoNameIsDoubtedForIt()
    {
        var (exit, said) = await CheckAsync("""
            backends: [ { name: own, provider: ollama, url: "http://127.0.0.1:1" } ]
            models: [ { model: stella, contextLength: 8192 } ]
            """);
        Assert.Contains("own: no Ollama answers at http://127.0.0.1:1", said, StringComparison.Ordinal);
        Assert.DoesNotContain("matches nothing", said, StringComparison.Ordinal);
        Assert.Equal(1, exit);
    }

    [Fact]
    public async Task BackendThatLoads_IsSaid_AndIsNotGood()
    {
        await using var llama = await SimulatedBackend.StartAsync(new() { Personality = Personality.LlamaCpp, StartLoadMs = 600_000 });
        var (exit, said) = await CheckAsync($$"""backends: [ { name: own, provider: llamacpp, url: "{{llama.Url}}" } ]""");
        Assert.Contains("own: it loads its model; ask again when it serves.", said, StringComparison.Ordinal);
        Assert.Equal(1, exit);
    }

    [Fact]
    public async Task NamesForWhatNobodyWaitsFor_AreCheckedToo()
    {
        await using var ollama = await OllamaAsync();
        var (exit, said) = await CheckAsync($$"""
            backends: [ { name: own, provider: ollama, url: "{{ollama.Url}}" } ]
            routes: [ { name: Fix, background: stela, candidates: [ { backend: own, model: stella } ] } ]
            background: { model: "own/gone:7b" }
            """);
        Assert.Contains("routes[0].background: \"stela\" matches nothing", said, StringComparison.Ordinal);
        Assert.Contains("background.model: \"own/gone:7b\" matches nothing", said, StringComparison.Ordinal);
        Assert.Equal(1, exit);
    }

    [Fact]
    public async Task BackendWithoutPrices_IsNamedOnce_WhereMoneyIsLimited()
    {
        await using var open = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        var yaml = $$"""backends: [ { name: own, provider: openai, url: "{{open.Url}}", local: false } ]""";
        var (exit, said) = await CheckAsync(yaml + "\nquotas: { policies: [ { per: everyone, moneyPerMonth: 5 } ] }");
        Assert.Equal(2, said.Split("no model of the backend 'own' has a price").Length);
        Assert.Equal(0, exit);
        (_, said) = await CheckAsync(yaml);
        Assert.DoesNotContain("has a price", said, StringComparison.Ordinal);
    }

    private static Task<SimulatedBackend> OllamaAsync() =>
        SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama, Models = ["stella:latest", "qwen3:8b"] });

    private async Task<(int Exit, string Said)> CheckAsync(string yaml)
    {
        var file = Path.Combine(_folder, "gateway.yaml");
        await File.WriteAllTextAsync(file, yaml);
        await using var gateway = GatewayProcess.Start(_folder, "config", "check", "--online", "--config", file);
        var exit = await gateway.ExitAsync();
        // What it wrote last may come after its end.
        await gateway.WaitForAsync("own: ");
        return (exit, gateway.Output);
    }
}
