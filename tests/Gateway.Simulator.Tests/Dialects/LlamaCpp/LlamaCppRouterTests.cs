using System.Text.Json.Nodes;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects.LlamaCpp;

public class LlamaCppRouterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<Client> StartAsync() =>
        Client.StartAsync(new SimulatorOptions { Personality = Personality.LlamaCpp, Models = ["qwen3-8b", "qwen2.5-vl-7b"] });

    [Fact]
    public async Task List_TellsTheStatusAndWhatGoesIn()
    {
        await using var client = await StartAsync();
        await client.AskAsync();
        var items = (await client.GetAsync("v1/models"))["data"]!.AsArray();

        Assert.Equal(["loaded", "unloaded"], items.Select(m => (string?)m!["status"]!["value"]));
        Assert.Equal(["""["text"]""", """["text","image"]"""], items.Select(m => m!["architecture"]!["input_modalities"]!.ToJsonString()));
        Assert.Equal([false, true], items.Select(m => m!["meta"] is null));
    }

    [Fact]
    public async Task Props_OfTheRouter_TellNoModel()
    {
        await using var client = await StartAsync();
        var props = await client.GetAsync("props");

        Assert.Equal(("router", 0), ((string?)props["role"], (int)props["default_generation_settings"]!["n_ctx"]!));
        Assert.Empty(client.Backend.Warm);
    }

    [Fact]
    public async Task Props_OfAModel_LoadIt()
    {
        await using var client = await StartAsync();
        var props = await client.GetAsync("props?model=qwen2.5-vl-7b");

        Assert.True((bool)props["modalities"]!["vision"]!);
        Assert.Equal(["qwen2.5-vl-7b"], client.Backend.Warm);
    }

    [Fact]
    public async Task Props_WithoutAutoload_RefuseInstead()
    {
        await using var client = await StartAsync();
        using var refused = await client.Http.GetAsync("props?model=qwen3-8b&autoload=false", Stop);

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("model is not loaded", await refused.Content.ReadAsStringAsync(Stop));
        Assert.Empty(client.Backend.Warm);
    }

    [Fact]
    public async Task Props_OfAnotherModel_AreRefused()
    {
        await using var client = await StartAsync();
        using var refused = await client.Http.GetAsync("props?model=nothing", Stop);

        Assert.Equal(400, (int)refused.StatusCode);
    }

    [Fact]
    public async Task Model_ThatFailsToLoad_IsToldSo_AndLoadedAnewWhenItIsAsked()
    {
        await using var client = await StartAsync();
        client.Backend.Script("qwen3-8b", new() { Error = "loadFailed", ColdLoadMs = 20 });
        for (var i = 1; i <= 2; i++)
        {
            using var response = await client.PostAsync(client.Request(false));
            Assert.Equal(500, (int)response.StatusCode);
            Assert.Contains("failed to load", await response.Content.ReadAsStringAsync(Stop));
            Assert.Equal(i, client.Backend.Loads["qwen3-8b"]);
        }
        var status = (await client.GetAsync("v1/models"))["data"]![0]!["status"]!;

        Assert.Equal(("unloaded", 1, true), ((string?)status["value"], (int)status["exit_code"]!, (bool)status["failed"]!));
        client.Backend.Script("qwen3-8b", new());
        Assert.NotNull((await client.AskAsync())["choices"]);
        Assert.Null((await client.GetAsync("v1/models"))["data"]![0]!["status"]!["failed"]);
    }

    [Fact]
    public async Task Model_ThatIsLoading_IsToldSo_AndLoadedOnceForAllWhoWait()
    {
        await using var client = await StartAsync();
        client.Backend.Script("qwen3-8b", new() { ColdLoadMs = 300 });
        Task<JsonNode>[] asked = [client.AskAsync(), client.AskAsync(), client.AskAsync()];
        await Until.TrueAsync(() => client.Backend.Loads.Count == 1);
        var status = (await client.GetAsync("v1/models"))["data"]![0]!["status"]!;

        Assert.All(await Task.WhenAll(asked), answer => Assert.NotNull(answer["choices"]));
        Assert.Equal("loading", (string?)status["value"]);
        Assert.Equal(1, client.Backend.Loads["qwen3-8b"]);
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "model name is missing")]
    [InlineData("""{"model":"nope","messages":[]}""", "model 'nope' not found")]
    public async Task Request_ForNoModel_IsRefused(string body, string words)
    {
        await using var client = await StartAsync();
        using var response = await client.Http.PostAsync("v1/chat/completions", new StringContent(body), Stop);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Alias_IsAName_AndTheArgumentsTellTheContextOfAllPlaces()
    {
        await using var client = await Client.StartAsync(new SimulatorOptions
        {
            Personality = Personality.LlamaCpp,
            Models = ["a", "b"],
            ServerContext = 2048,
            Parallel = 2,
            Facts = new Dictionary<string, SimulatedModel> { ["b"] = new() { Aliases = ["second"] } },
        });
        var answer = await client.AskAsync(model: "second");
        var item = (await client.GetAsync("v1/models"))["data"]![1]!;
        var arguments = item["status"]!["args"]!.AsArray().Select(argument => (string)argument!).ToList();

        Assert.Equal("b", (string?)answer["model"]);
        Assert.Equal("""["second"]""", item["aliases"]!.ToJsonString());
        Assert.Equal(("4096", "2"), (arguments[arguments.IndexOf("--ctx-size") + 1], arguments[arguments.IndexOf("--parallel") + 1]));
        Assert.Equal(2048, (int)item["meta"]!["n_ctx"]!);
    }

    [Theory]
    [InlineData("bge-m3", "--embeddings")]
    [InlineData("bge-reranker-v2-m3", "--reranking")]
    [InlineData("qwen3-8b", null)]
    public async Task Arguments_TellWhatTheProcessIsFor(string model, string? argument)
    {
        await using var client = await Client.StartAsync(
            new SimulatorOptions { Personality = Personality.LlamaCpp, Models = [model, "other"] });
        var arguments = (await client.GetAsync("v1/models"))["data"]![0]!["status"]!["args"]!.AsArray().Select(a => (string?)a);

        Assert.Equal(argument, arguments.SingleOrDefault(a => a is "--embeddings" or "--reranking"));
    }
}
