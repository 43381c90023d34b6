using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Tests.Backends;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>The context claimed for a model is the one it will be given, wherever it is shown.</summary>
public sealed class ServedContextTests
{
    private static readonly Dictionary<string, SimulatedModel> s_facts = new()
    {
        ["own"] = new() { ServedContext = 2048 },
        ["vectors"] = new() { Capabilities = ["embedding"], ContextLength = 512 },
    };

    [Theory]
    [InlineData("", 4096, 2048)]
    [InlineData("contextLength: 16384", 16384, 2048)]
    [InlineData("contextLength: 1024", 1024, 1024)]
    public async Task Ollama_WithNothingLoaded_IsSaidToGiveItsDefault_UnlessTheOperatorSaysOtherwise(string more, int chat, int own)
    {
        await using var ollama = await StartAsync();
        await using var gateway = Before(ollama, more);
        await SaidAsync(gateway, "first", chat);
        await SaidAsync(gateway, "own", own);
    }

    [Theory]
    [InlineData("own")]
    [InlineData("vectors")]
    public async Task ModelThatSaysNothingOfOthers_IsLoadedAlone_AndNobodyIsSaidToHaveItsContext(string loaded)
    {
        await using var ollama = await StartAsync(warm: [loaded]);
        await using var gateway = Before(ollama);
        await SaidAsync(gateway, "first", 4096);
    }

    [Fact]
    public async Task ChatModel_ThatIsLoaded_ShowsTheServersSetting_AndTheOperatorGoesBeforeIt()
    {
        await using var ollama = await StartAsync(server: 8192, warm: ["first"]);
        await using var gateway = Before(ollama, models: "models: [ { model: other, contextLength: 6000 } ]");
        await SaidAsync(gateway, "first", 8192);
        await SaidAsync(gateway, "third", 8192);
        await SaidAsync(gateway, "other", 6000);
    }

    [Fact]
    public async Task Word_OfTheOperator_ThatChanges_HoldsAtOnce()
    {
        await using var ollama = await StartAsync(server: 8192, warm: ["first"]);
        await using var gateway = Before(ollama, models: "models: [ { model: first, contextLength: 6000 } ]");
        await SaidAsync(gateway, "first", 6000);
        var file = gateway.Gateway.ConfigPath;
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("6000", "7000", StringComparison.Ordinal));
        await gateway.NextRoundAsync(
            () => gateway.Current.Routes.Match("first")!.Candidates[0].Card.ContextLength == 7000, TimeSpan.FromSeconds(1));
        await SaidAsync(gateway, "first", 7000);
    }

    [Fact]
    public async Task Restart_WithAnotherSetting_IsSeen_WhereAModelWasLoaded()
    {
        await using var ollama = await StartAsync(server: 8192, warm: ["first"]);
        await using var gateway = Before(ollama);
        await SaidAsync(gateway, "third", 8192);
        ollama.Restart(o => o with { ServerContext = 6000 });
        await gateway.NextRoundAsync(() => Claimed(gateway, "third") == 4096);
        using (await gateway.ChatAsync("first"))
        {
            await gateway.NextRoundAsync(() => Claimed(gateway, "third") == 6000);
        }
    }

    [Fact]
    public async Task Restart_BetweenTwoProbes_IsSeenByTheBrokenConnection_ThoughNothingWasLoaded()
    {
        var port = LedgerStorm.LastingPort();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var options = new SimulatorOptions
        {
            Personality = Personality.Ollama,
            Models = ["first", "third"],
            Port = port,
            ServerContext = 8192,
            Warm = ["first"],
            Time = time,
        };
        var ollama = await SimulatedBackend.StartAsync(options);
        await using var gateway = Before(ollama);
        Assert.Equal(8192, Claimed(gateway, "third"));
        time.Advance(TimeSpan.FromMinutes(6));
        await gateway.NextRoundAsync(() => gateway.Fact("first").IsWarm == false);
        Assert.Equal(8192, Claimed(gateway, "third"));

        await ollama.DisposeAsync();
        await using var anew = await SimulatedBackend.StartAsync(options with { ServerContext = 4096, Warm = [] });
        await gateway.NextRoundAsync(() => Claimed(gateway, "third") == 4096);
        Assert.Null(gateway.State().ProblemSince);
    }

    [Fact]
    public async Task Backend_ThatWentAway_IsNotSaidToGiveWhatItGave()
    {
        var ollama = await StartAsync(server: 8192, warm: ["first"]);
        await using var gateway = Before(ollama);
        Assert.Equal(8192, Claimed(gateway, "third"));
        await ollama.DisposeAsync();
        await gateway.NextRoundAsync(() => Claimed(gateway, "third") == 4096);
    }

    [Fact]
    public async Task LlamaServer_IsSaidToGiveASlotsShare_AndARouterNothingBeforeItLoads()
    {
        await using var single = await SimulatedBackend.StartAsync(new()
        {
            Personality = Personality.LlamaCpp,
            Models = ["qwen3:8b"],
            ServerContext = 2048,
            ApiKey = "sk-nobody-has-it",
        });
        await using var router = await SimulatedBackend.StartAsync(new()
        {
            Personality = Personality.LlamaCpp,
            Models = ["qwen2.5:7b", "qwen2.5:14b"],
            ServerContext = 6000,
            Warm = [],
        });
        await using var gateway = ProbedGateway.Start(("llamacpp", single.Url), ("llamacpp", router.Url));
        // Its `/props` needs a key, its list does not.
        await SaidAsync(gateway, "qwen3:8b", 2048);
        await SaidAsync(gateway, "qwen2.5:7b", null);
        using (await gateway.ChatAsync("qwen2.5:7b"))
        {
            await gateway.NextRoundAsync(() => Claimed(gateway, "qwen2.5:7b") == 6000);
        }

        Assert.Null(Claimed(gateway, "qwen2.5:14b"));
    }

    private static Task<SimulatedBackend> StartAsync(int? server = null, IReadOnlyList<string>? warm = null) =>
        SimulatedBackend.StartAsync(new()
        {
            Personality = Personality.Ollama,
            Models = ["own", "vectors", "first", "other", "third"],
            Facts = s_facts,
            ServerContext = server,
            Warm = warm ?? [],
        });

    private static ProbedGateway Before(SimulatedBackend ollama, string more = "", string models = "") => ProbedGateway.StartWith($$"""
        backends: [ { name: b0, provider: ollama, url: "{{ollama.Url}}", {{more}} } ]
        {{models}}
        """);

    private static int? Claimed(ProbedGateway gateway, string model) =>
        gateway.Current.Routes.Match(model)!.Candidates[0].Card.ContextLength;

    // The list, its gateway part, the explanation, and a prompt that just fits, or just does not.
    private static async Task SaidAsync(ProbedGateway gateway, string model, int? context)
    {
        Assert.Equal(context, Claimed(gateway, model));
        var item = (await gateway.Gateway.Client.GetFromJsonAsync<JsonNode>($"/v1/models/{model}"))!;
        Assert.Equal(context, (int?)item["context_length"]);
        Assert.Equal(context, (int?)item["gateway"]!["on"]![0]!["contextLength"]);
        Assert.Equal(context is null, item["gateway"]!["on"]![0]!["contextSource"] is null);
        using var body = new StringContent(CatalogRig.Body(model), null, "application/json");
        using var response = await gateway.Gateway.Client.PostAsync("/v1/route/explain", body);
        var said = await response.Content.ReadAsStringAsync();
        Assert.Contains(
            context is { } tokens ? $"context {tokens:N0}" : "context unknown", said.Replace("\u202F", ",", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }
}
