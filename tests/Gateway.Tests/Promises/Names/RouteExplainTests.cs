using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Names;

/// <summary>Every choice can be asked for in advance, is then the one that is made, and is named in the response.</summary>
public sealed class RouteExplainTests
{
    private const string Image = """[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]""";
    private const string Key = "sk-gw-12345678-a-key-for-this-test-only";

    [Theory]
    [InlineData("Coder", "\"hi\"", "")]
    [InlineData("Coder", Image, "")]
    [InlineData("auto", "\"hi\"", ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]")]
    [InlineData("Reasoning:full:cloud", "\"hi\"", "")]
    [InlineData("Chat:floor", "\"hi\"", ",\"max_tokens\":50")]
    public async Task Explanation_SendsNothingAndIsWhatIsDone(string model, string content, string members)
    {
        await using var rig = await CatalogRig.StartAsync();
        var body = CatalogRig.Body(model, members, content);
        var explanation = await rig.ExplainAsync(body);
        Assert.Empty(rig.Own.Received);
        Assert.Empty(rig.Cloud.Received);

        var first = explanation["candidates"]!.AsArray().Single(c => (int)c!["order"]! == 1)!;
        using var response = await rig.SendAsync(body);
        Assert.Equal(
            ((string?)first["backend"], (string?)first["model"]),
            (response.Header("x-gateway-backend"), response.Header("x-gateway-model")));
        var told = response.Headers.Contains("x-gateway-decision") ? response.Header("x-gateway-decision") : null;
        Assert.True(told is null || told == (string?)explanation["summary"], told);
    }

    [Fact]
    public async Task Explanation_HoldsDemandsVerdictsReasonsCardsAndAges()
    {
        await using var rig = await CatalogRig.StartAsync(warm: ["qwen3:8b"]);
        var explanation = await rig.ExplainAsync(CatalogRig.Body("Coder", ",\"max_tokens\":1000", Image));
        Assert.Equal("route.explanation", (string?)explanation["object"]);
        Assert.Equal(["Vision"], explanation["request"]!["needs"]!.AsArray().Select(n => (string?)n));
        Assert.Equal(1000, (int)explanation["request"]!["answerTokens"]!);
        Assert.Equal("any", (string?)explanation["reach"]);

        var candidates = explanation["candidates"]!.AsArray();
        var coder = candidates.Single(c => (string?)c!["model"] == "qwen2.5-coder:7b")!;
        Assert.Equal((0, "LacksDemand", "cannot take images"), ((int)coder["order"]!, (string?)coder["verdict"], (string?)coder["reason"]));
        Assert.Equal("backend", (string?)coder["card"]!["tags"]!["FIM"]);
        Assert.Equal("name", (string?)coder["card"]!["tags"]!["Coder"]);
        var cloud = candidates.Single(c => (string?)c!["model"] == "Qwen/Qwen3-VL-8B-Instruct")!;
        Assert.Equal("CNY", (string?)cloud["cost"]!["currency"]);
        Assert.True((decimal)cloud["cost"]!["amount"]! > 0);

        var own = explanation["backends"]!.AsArray().Single(b => (string?)b!["name"] == "own")!;
        Assert.Equal(("ollama", 7), ((string?)own["provider"], (int)own["models"]!));
        Assert.InRange((int)own["listAgeSeconds"]!, 0, 30);
        Assert.EndsWith("+00:00", (string?)own["listReadAt"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ThatWouldBeRefused_IsExplainedWithItsError()
    {
        await using var rig = await CatalogRig.StartAsync();
        var body = CatalogRig.Body("Coder:local@1b-");
        var explanation = await rig.ExplainAsync(body);
        using var response = await rig.SendAsync(body);
        var error = await response.ErrorAsync((int)explanation["status"]!);
        Assert.Equal(error.ToJsonString(), explanation["error"]!.ToJsonString());
        Assert.Equal((string?)error["message"], (string?)explanation["summary"]);
        Assert.Contains("own/qwen2.5-coder:7b has 7.6B parameters, more than 1B", (string?)error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Coder:lokal", 400, "invalid_value", ":local, :cloud")]
    [InlineData("Coder@8", 400, "invalid_value", "@8b-")]
    [InlineData("Codr", 404, "model_not_found", "Coder")]
    [InlineData("Coder+Foo", 404, "model_not_found", "Tags are")]
    [InlineData("qwen3:9b", 404, "model_not_found", "qwen3:8b")]
    [InlineData("Embedding", 400, "no_capable_model", "not for chat")]
    [InlineData("nomic-embed-text:latest", 400, "no_capable_model", "not for chat")]
    public async Task Name_ThatMeansNothingHere_IsToldWithTheKnownOnes(string model, int status, string code, string hint)
    {
        await using var rig = await CatalogRig.StartAsync();
        using var response = await rig.SendAsync(CatalogRig.Body(model));
        var error = await response.ErrorAsync(status);
        Assert.Equal((code, "model"), ((string?)error["code"], (string?)error["param"]));
        Assert.Contains(hint, (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explanation_NeedsTheKeyAndShowsOnlyWhatItMayUse()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var rig = await CatalogRig.StartAsync($$"""keys: [ { name: k, localOnly: true, sha256: "{{hash}}" } ]""");
        using var without = await rig.SendAsync(CatalogRig.Body("Coder"), "/v1/route/explain");
        await without.ErrorAsync(401);
        var explanation = await rig.ExplainAsync(CatalogRig.Body("Coder"), Key);
        Assert.All(explanation["candidates"]!.AsArray(), c => Assert.Equal("own", (string?)c!["backend"]));
        using var cloud = await rig.SendAsync(CatalogRig.Body("Coder:cloud"), "/v1/route/explain", key: Key);
        Assert.Equal("local_only", (string?)(await cloud.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["code"]);
    }
}
