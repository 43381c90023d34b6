using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// More texts than a backend accepts at once are sent in parts and come back as one answer. Documents sent as a storm of requests are
/// all embedded.
/// </summary>
public sealed class EmbeddingBatchesTests
{
    private static JsonArray Many(int count) => [.. Enumerable.Range(0, count).Select(static i => (JsonNode)$"text number {i}")];

    [Fact]
    public async Task TwoThousandTexts_ComeBackInOrder_FromABackendThatTakesThirtyTwo()
    {
        await using var rig = await EmbeddingRig.StartAsync(["siliconflow", "ollama"]);
        var split = await rig.AskAsync("siliconflow/BAAI/bge-m3", Many(2000), ",\"encoding_format\":\"base64\"");
        var whole = await rig.AskAsync("ollama/bge-m3", Many(2000));
        Assert.Equal(2000, EmbeddingRig.BitsOf(split).Length);
        Assert.Equal(EmbeddingRig.BitsOf(whole), EmbeddingRig.BitsOf(split));
        Assert.Equal((int)whole["usage"]!["prompt_tokens"]!, (int)split["usage"]!["prompt_tokens"]!);
        Assert.Equal((63, 1), (rig["siliconflow"].Served.Requests, rig["ollama"].Served.Requests));
        Assert.InRange(rig["siliconflow"].Served.MostAtOnce, 2, 8);
    }

    [Fact]
    public async Task Parts_TakeNoMorePlacesThanThereAre()
    {
        await using var rig = await EmbeddingRig.StartAsync(["siliconflow"], backend: ", maxConcurrent: 2");
        Assert.Equal(320, EmbeddingRig.BitsOf(await rig.AskAsync("Embedding", Many(320))).Length);
        Assert.Equal((10, 2), (rig["siliconflow"].Served.Requests, rig["siliconflow"].Served.MostAtOnce));
    }

    [Fact]
    public async Task Part_ThatFails_FailsTheWholeOver()
    {
        await using var rig = await EmbeddingRig.StartAsync(
            ["siliconflow", "ollama"],
            "routes: [ { name: Both, candidates: [ { backend: siliconflow, model: BAAI/bge-m3 }, { backend: ollama, model: "
            + "\"bge-m3:latest\" } ] } ]");
        rig["siliconflow"].Script("BAAI/bge-m3", new ModelScript { Error = "overloaded", ErrorTimes = 1 });
        using var response = await rig.SendAsync(EmbeddingRig.Body("Both", Many(100)));
        Assert.Equal(
            (200, "ollama", "2"), ((int)response.StatusCode, response.Header("x-gateway-backend"), response.Header("x-gateway-attempts")));
        Assert.Equal(100, EmbeddingRig.BitsOf(JsonNode.Parse(await response.Content.ReadAsStringAsync())!).Length);
    }

    // What Open WebUI does with a file of 270 KB: the first refusal fails the whole upload.
    [Theory]
    [InlineData("")]
    [InlineData(", maxConcurrent: 1")]
    public async Task StormOfOneTextEach_IsEmbeddedWhole(string backend)
    {
        await using var rig = await EmbeddingRig.StartAsync(
            ["ollama"],
            """
            quotas:
              policies: [ { per: everyone, requestsPerMinute: 5, concurrent: 2, tokensPerMinute: 1000000 } ]
            """,
            models: ["bge-m3:latest", "qwen3:8b"],
            options: o => o with { Parallel = 1 },
            backend: backend);
        var all = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            using var response = await rig.SendAsync(EmbeddingRig.Body("bge-m3", new JsonArray($"chunk {i}")));
            return (int)response.StatusCode;
        }));
        Assert.All(all, s => Assert.Equal(200, s));
        Assert.InRange(rig["ollama"].Served.Answers, 10, 300);

        // What a chat may do is what it may without them.
        using var chat = await rig.SendAsync(CatalogRig.Body("qwen3:8b"), "/v1/chat/completions");
        Assert.Equal(200, (int)chat.StatusCode);
    }

    [Theory]
    [InlineData("tokensPerMinute: 200", "")]
    [InlineData("requestsPerMinute: 5", "countEmbeddings: true")]
    public async Task Limits_CountTokens_AndRequestsWhereTheOperatorSaysSo(string limit, string more)
    {
        await using var rig = await EmbeddingRig.StartAsync(["ollama"], $$"""
            quotas:
              policies: [ { per: everyone, {{limit}} } ]
              {{more}}
            """);
        var statuses = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            using var response = await rig.SendAsync(EmbeddingRig.Body("bge-m3", new string('a', 200)));
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal(200, statuses[0]);
        Assert.Equal(429, statuses[^1]);
    }
}
