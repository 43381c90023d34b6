using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects.Ollama;

public class OllamaListTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Personality.Ollama, true)]
    [InlineData(Personality.OllamaOld, false)]
    public async Task Tags_TellCapabilities_OnlyIfNew(Personality personality, bool told)
    {
        await using var client = await Client.StartAsync(new SimulatorOptions { Personality = personality, Models = ["qwen2.5-coder:7b"] });
        var item = (await client.GetAsync("api/tags"))["models"]![0]!;

        Assert.Equal(told, item["capabilities"] is not null);
        Assert.Equal(told ? 32768 : null, (int?)item["details"]!["context_length"]);
        Assert.Equal(("qwen2", "7.6B"), ((string?)item["details"]!["family"], (string?)item["details"]!["parameter_size"]));
        Assert.Null(item["remote_host"]);
    }

    [Theory]
    [InlineData(Personality.Ollama)]
    [InlineData(Personality.OllamaOld)]
    public async Task Ps_TellsTheContext_InEveryVersion(Personality personality)
    {
        string[] models = ["nomic-embed-text:latest", "qwen3:8b"];
        await using var client =
            await Client.StartAsync(new SimulatorOptions { Personality = personality, Models = models, Warm = models });

        Assert.Equal([2048, 4096], (await client.GetAsync("api/ps"))["models"]!.AsArray().Select(m => (int)m!["context_length"]!));
    }

    [Fact]
    public async Task Digest_IsAnotherWhenTheModelIsMadeAnew_AndWhatIsLoadedKeepsItsOwn()
    {
        await using var client = await Client.StartAsync(
            new SimulatorOptions { Personality = Personality.Ollama, Models = ["a:7b"], Warm = ["a:7b"] });
        var before = (string?)(await client.GetAsync("api/tags"))["models"]![0]!["digest"];
        client.Backend.SetFacts("a:7b", new() { ServedContext = 2048 });

        Assert.NotEqual(before, (string?)(await client.GetAsync("api/tags"))["models"]![0]!["digest"]);
        Assert.Equal(before, (string?)(await client.GetAsync("api/ps"))["models"]![0]!["digest"]);
    }

    [Theory]
    [InlineData("api/tags")]
    [InlineData("api/show")]
    public async Task Remote_IsTold(string path)
    {
        await using var client = await Client.StartAsync(
            new SimulatorOptions { Personality = Personality.Ollama, Models = ["gpt-oss:120b-cloud"] });
        var item = path == "api/tags" ? (await client.GetAsync(path))["models"]![0]! : await ShowAsync(client, "model", client.Model);

        Assert.Equal(("https://ollama.com", "gpt-oss:120b"), ((string?)item["remote_host"], (string?)item["remote_model"]));
    }

    [Theory]
    [InlineData(Personality.Ollama, "model")]
    [InlineData(Personality.OllamaOld, "name")]
    public async Task Show_TellsTheModel(Personality personality, string member)
    {
        await using var client = await Client.StartAsync(new SimulatorOptions
        {
            Personality = personality,
            Models = ["qwen2.5-coder:7b", "qwen3-coder:30b"],
            Facts = new Dictionary<string, SimulatedModel> { ["qwen3-coder:30b"] = new() { ServedContext = 16384 } },
        });
        var plain = await ShowAsync(client, member, "qwen2.5-coder:7b");
        var served = await ShowAsync(client, member, "qwen3-coder:30b");

        Assert.Equal(["completion", "tools", "insert"], plain["capabilities"]!.AsArray().Select(c => (string?)c));
        var info = plain["model_info"]!;
        Assert.Equal(("qwen2", 7_600_000_000), ((string?)info["general.architecture"], (long)info["general.parameter_count"]!));
        Assert.Equal(262144, (int)served["model_info"]!["qwen3moe.context_length"]!);
        Assert.Equal((true, false), (((string)plain["template"]!).Contains(".Suffix"), ((string)served["template"]!).Contains(".Suffix")));
        Assert.Null(plain["parameters"]);
        Assert.Matches(@"^num_ctx\s+16384$", (string?)served["parameters"]);
        Assert.Empty(client.Backend.Warm);
    }

    [Theory]
    [InlineData("""{"model":"x"}""", 404, """{"error":"model 'x:latest' not found"}""")]
    [InlineData("""{}""", 400, """{"error":"model is required"}""")]
    [InlineData("""nonsense""", 400, """{"error":"model is required"}""")]
    public async Task Show_OfNothing_IsRefused(string body, int status, string refusal)
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        using var response = await client.Http.PostAsync("api/show", new StringContent(body), Stop);

        Assert.Equal((status, refusal), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("api/version")]
    [InlineData("api/tags")]
    public async Task Head_IsAnsweredWithoutABody(string path)
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        using var response = await client.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Stop);

        Assert.Equal((200, ""), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task Key_IsNeededForTheLists()
    {
        await using var client = await Client.StartAsync(Personality.Ollama, key: "k");
        using var tags = await client.Http.GetAsync("api/tags", Stop);
        using var show = await client.Http.PostAsJsonAsync("api/show", new { model = client.Model }, Stop);

        Assert.Equal((401, 401), ((int)tags.StatusCode, (int)show.StatusCode));
    }

    private static async Task<JsonNode> ShowAsync(Client client, string member, string model)
    {
        using var response = await client.Http.PostAsJsonAsync("api/show", new Dictionary<string, string> { [member] = model }, Stop);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;
    }
}
