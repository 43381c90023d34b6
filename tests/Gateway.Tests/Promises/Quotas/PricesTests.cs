using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Quotas;

/// <summary>
/// A model's price is data with a date. None is invented, the team's own machines cost no money, and a day is the same everywhere.
/// </summary>
public sealed class PricesTests
{
    [Fact]
    public async Task LocalModel_IsFree_AndAnUnknownPriceIsNotInvented()
    {
        await using var rig = await CatalogRig.StartAsync();
        var explanation = await rig.ExplainAsync(CatalogRig.Body("Chat"));
        var candidates = explanation["candidates"]!.AsArray();
        Assert.All(candidates.Where(c => (string?)c!["card"]!["place"] == "local"), c =>
        {
            Assert.Null(c!["cost"]);
            Assert.EndsWith("free", (string?)c["reason"], StringComparison.Ordinal);
        });
        var sentOn = candidates.Single(c => (string?)c!["model"] == "gpt-oss:120b-cloud")!;
        Assert.Null(sentOn["cost"]);
        Assert.EndsWith("price unknown", (string?)sentOn["reason"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task OperatorsPrice_GoesBeforeTheTable_WithItsDate()
    {
        await using var rig = await CatalogRig.StartAsync("""
            models:
              - model: deepseek-ai/DeepSeek-V3
                price: { currency: CNY, input: 1.5, output: 6, cached: 0.1, asOf: 2026-11-24, longer: [ { from: 32000, input: 3, output: 12 } ] }
            """);
        var item = (await rig.Client.GetFromJsonAsync<JsonNode>("/v1/models/deepseek-ai/DeepSeek-V3"))!;
        var price = item["gateway"]!["on"]!.AsArray().Single()!["price"]!;
        Assert.Equal(("CNY", "2026-11-24", "operator"), ((string?)price["currency"], (string?)price["asOf"], (string?)price["source"]));
        Assert.Equal(
            """[{"fromPromptTokens":0,"input":1.5,"output":6,"cached":0.1},{"fromPromptTokens":32000,"input":3,"output":12}]""",
            price["perMillionTokens"]!.ToJsonString());
    }

    [Fact]
    public async Task Floor_IsTheCheapestForThisVeryRequest()
    {
        await using var rig = await CatalogRig.StartAsync("""
            models:
              - { model: deepseek-ai/DeepSeek-V3, price: { currency: CNY, input: 0.1, output: 0.1, asOf: 2026-11-24, longer: [ { from: 1000, input: 90, output: 90 } ] } }
              - { model: deepseek-ai/DeepSeek-R1, price: { currency: USD, input: 1, output: 1, asOf: 2026-11-24 } }
              - { model: Qwen/Qwen3-8B, price: { currency: CNY, input: 5, output: 5, asOf: 2026-11-24 } }
            routes:
              - { name: Mine, policy: cheapest, candidates: [ { backend: cloud, model: Qwen/Qwen3-8B }, { backend: cloud, model: deepseek-ai/DeepSeek-R1 }, { backend: cloud, model: deepseek-ai/DeepSeek-V3 } ] }
            """);
        Assert.Equal("cloud/deepseek-ai/DeepSeek-V3", await rig.ServedAsync(CatalogRig.Body("Mine")));
        // A dollar is worth seven yuan here, so five yuan are less.
        Assert.Equal("cloud/Qwen/Qwen3-8B", await rig.ServedAsync(CatalogRig.Body("Mine", content: $"\"{new string('x', 8000)}\"")));
    }
}
