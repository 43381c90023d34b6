using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects.Ollama;

/// <summary>The context that Ollama gives a model, and what it does with a prompt that does not fit.</summary>
public class OllamaContextTests
{
    private static readonly SimulatorOptions s_ollama = new() { Personality = Personality.Ollama, Models = ["a:7b"] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, 32768, 4096)]
    [InlineData(16384, null, 32768, 16384)]
    [InlineData(16384, 2048, 32768, 2048)]
    [InlineData(null, 8192, 32768, 8192)]
    [InlineData(16384, null, 512, 512)]
    [InlineData(null, 8192, 2048, 2048)]
    public async Task Context_IsTheModelsOwnOrTheServers_AndNeverAboveItsTraining(int? server, int? own, int trained, int given)
    {
        await using var client = await Client.StartAsync(s_ollama with
        {
            ServerContext = server,
            Facts = new Dictionary<string, SimulatedModel> { ["a:7b"] = new() { ServedContext = own, ContextLength = trained } },
            Warm = ["a:7b"],
        });
        using var shown = await client.Http.PostAsJsonAsync("api/show", new { model = "a:7b" }, Stop);
        var parameters = JsonNode.Parse(await shown.Content.ReadAsStringAsync(Stop))!["parameters"];

        Assert.Equal(given, (int)(await client.GetAsync("api/ps"))["models"]![0]!["context_length"]!);
        Assert.Equal(trained, (int)(await client.GetAsync("api/tags"))["models"]![0]!["details"]!["context_length"]!);
        Assert.Equal(own is not null, parameters is not null);
    }

    [Fact]
    public async Task OneLongMessage_IsCutToAboutHalf_WithoutAWord()
    {
        await using var client = await Client.StartAsync(s_ollama);
        var answer = await client.AskAsync(new string('x', 4 * 6000));

        Assert.Equal(2050, (int)answer["usage"]!["prompt_tokens"]!);
        Assert.Equal("stop", (string?)answer["choices"]![0]!["finish_reason"]);
        Assert.Equal(2050, client.Backend.Served.PromptTokens);
    }

    [Fact]
    public async Task ManyMessages_LoseTheOldest_ButNotTheSystems()
    {
        await using var client = await Client.StartAsync(s_ollama with { ServerContext = 1000 });
        // Of 100 tokens each: nine of them fit, of which the first is the system's.
        JsonObject[] messages = [.. Enumerable.Range(0, 30).Select(i => new JsonObject
        {
            ["role"] = i == 0 ? "system" : i % 2 == 1 ? "user" : "assistant",
            ["content"] = new string('x', 420),
        })];
        using var response = await client.PostAsync(new JsonObject { ["model"] = "a:7b", ["messages"] = new JsonArray(messages) });
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;

        Assert.Equal(9 * 105, (int)answer["usage"]!["prompt_tokens"]!);
    }

    [Fact]
    public async Task Tools_TakeRoomToo()
    {
        await using var client = await Client.StartAsync(s_ollama);
        var request = client.Request(false);
        var function = new JsonObject { ["name"] = "f", ["description"] = new string('x', 24_000) };
        request["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["function"] = function });
        using var response = await client.PostAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;

        Assert.Equal(2050, (int)answer["usage"]!["prompt_tokens"]!);
    }

    [Fact]
    public async Task StreamedUsage_TellsTheCutPromptToo()
    {
        await using var client = await Client.StartAsync(s_ollama with { ServerContext = 104 });
        var request = client.Request(true, new string('x', 4 * 105));
        request["stream_options"] = new JsonObject { ["include_usage"] = true };

        Assert.Equal(54, (int)(await client.ChunksAsync(request))[^1]["usage"]!["prompt_tokens"]!);
    }

    [Fact]
    public async Task NativeModel_RefusesInsteadOfCutting_WithJsonInAText()
    {
        await using var client = await Client.StartAsync(
            s_ollama with { Facts = new Dictionary<string, SimulatedModel> { ["a:7b"] = new() { Native = true } } });
        using var response = await client.PostAsync(client.Request(true, new string('x', 4 * 4524)));
        var text = (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["error"]!["message"]!;
        var inner = JsonNode.Parse(text)!["error"]!;

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(
            ("exceed_context_size_error", 4524, 4096), ((string?)inner["type"], (int)inner["n_prompt_tokens"]!, (int)inner["n_ctx"]!));
        Assert.Equal(["a:7b"], client.Backend.Warm);
        Assert.NotNull((await client.AskAsync())["choices"]);
    }

    [Theory]
    [InlineData(0.2, 800)]
    [InlineData(0.6875, 2750)]
    public async Task TokensPerCharacter_MakesEstimatesWrong(double perCharacter, int tokens)
    {
        await using var client = await Client.StartAsync(
            s_ollama with { Facts = new Dictionary<string, SimulatedModel> { ["a:7b"] = new() { TokensPerCharacter = perCharacter } } });

        Assert.Equal(tokens, (int)(await client.AskAsync(new string('x', 4000)))["usage"]!["prompt_tokens"]!);
    }

    [Fact]
    public async Task CloudModel_IsNotCutHere()
    {
        await using var client = await Client.StartAsync(s_ollama with { Models = ["gpt-oss:120b-cloud"] });

        Assert.Equal(6000, (int)(await client.AskAsync(new string('x', 4 * 6000)))["usage"]!["prompt_tokens"]!);
    }
}
