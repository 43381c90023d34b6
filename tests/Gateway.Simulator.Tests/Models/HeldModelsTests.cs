using System.Net.Http.Json;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Models;

public class HeldModelsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SetModels_ChangesTheListsAndWhatCanBeAsked()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        client.Backend.SetFacts("new:1b", new() { Family = "own" });
        client.Backend.SetModels("new:1b", "other:2b");
        var models = (await client.GetAsync("api/tags"))["models"]!.AsArray();

        Assert.Equal(["new:1b", "other:2b"], models.Select(m => (string?)m!["name"]));
        Assert.Equal("own", (string?)models[0]!["details"]!["family"]);
        Assert.NotNull((await client.AskAsync(model: "new:1b"))["choices"]);
        Assert.Contains("not found", (await client.AskAsync(model: "m/1")).ToJsonString());
    }

    [Fact]
    public async Task SetFacts_OfNothing_LeavesItToTheName()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        client.Backend.SetFacts(client.Model, new() { Capabilities = ["embedding"] });
        Assert.Null((await client.AskAsync())["choices"]);
        client.Backend.SetFacts(client.Model, null);
        Assert.NotNull((await client.AskAsync())["choices"]);
    }

    [Fact]
    public async Task Admin_SetsModelsAndFacts()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        using var models = await client.Http.PutAsJsonAsync("_simulator/models", new[] { "x/y:1b" }, Stop);
        using var facts = await client.Http.PutAsJsonAsync("_simulator/facts/x%2Fy:1b", new { parameterSize = "3B" }, Stop);
        using var wrong = await client.Http.PutAsJsonAsync("_simulator/models", new { a = 1 }, Stop);
        using var unknown = await client.Http.PutAsJsonAsync("_simulator/facts/x/y:1b", new { size = "3B" }, Stop);
        var item = (await client.GetAsync("api/tags"))["models"]!.AsArray().Single()!;

        Assert.Equal(("x/y:1b", "3B"), ((string?)item["name"], (string?)item["details"]!["parameter_size"]));
        Assert.Equal((204, 204, 400, 400), ((int)models.StatusCode, (int)facts.StatusCode, (int)wrong.StatusCode, (int)unknown.StatusCode));
        using var cleared = await client.Http.DeleteAsync("_simulator/facts/x/y:1b", Stop);
        Assert.Equal("1B", (string?)(await client.GetAsync("api/tags"))["models"]![0]!["details"]!["parameter_size"]);
    }

    [Theory]
    [InlineData(Personality.Ollama, 400, "\\\"nomic-embed-text\\\" does not support chat")]
    [InlineData(Personality.SiliconFlow, 400, "20012")]
    [InlineData(Personality.OpenAi, 404, "not a chat model")]
    [InlineData(Personality.LmStudio, 400, "not an llm")]
    [InlineData(Personality.LlamaCpp, 500, "logits")]
    [InlineData(Personality.Vllm, 400, "Chat Completions")]
    [InlineData(Personality.DeepSeek, 400, "error")]
    public async Task ChatWithAnEmbeddingModel_FailsAsTheProviderFails(Personality personality, int status, string sign)
    {
        await using var client = await Client.StartAsync(new SimulatorOptions { Personality = personality, Models = ["nomic-embed-text"] });
        using var response = await client.PostAsync(client.Request(true));
        var body = (await response.Content.ReadAsStringAsync(Stop)).Replace("\\u0060", "`").Replace("\\u0022", "\\\"");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(sign, body);
    }

    [Fact]
    public async Task Asked_CountsEachPathWithItsQuery_AndNotTheAdmins()
    {
        await using var client = await Client.StartAsync();
        using var admin = await client.Http.GetAsync("_simulator/served", Stop);
        await client.GetAsync("v1/models");
        await client.GetAsync("v1/models");
        await client.GetAsync("v1/models?sub_type=text%2Dto-image");
        using var wrong = await client.Http.GetAsync("api/tags", Stop);
        await client.AskAsync();

        Assert.Equal(
            ["/api/tags 1", "/v1/chat/completions 1", "/v1/models 2", "/v1/models?sub_type=text-to-image 1"],
            client.Backend.Asked.Select(pair => $"{pair.Key} {pair.Value}").Order(StringComparer.Ordinal));
    }
}
