using System.Text.Json.Nodes;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>Any backend that can ranks documents, and every client can read the answer.</summary>
public sealed class RerankTests
{
    public static readonly TheoryData<string> Providers = ["llamacpp", "vllm", "siliconflow"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Answer_OfAnyProvider_HoldsEveryDocument_TheBestFirst_EqualsAsTheyWereSent(string provider)
    {
        await using var rig = await RerankRig.StartAsync();
        var answer = await rig.RankAsync(RerankRig.Body(RerankRig.At(provider)));

        Assert.Equal("2 0 1 3", RerankRig.Order(answer));
        Assert.All(
            answer["results"]!.AsArray(), static r => Assert.Equal(["index", "relevance_score"], r!.AsObject().Select(static m => m.Key)));
        Assert.Equal("list", (string?)answer["object"]);
        Assert.NotEmpty((string)answer["id"]!);
        Assert.NotEmpty((string)answer["model"]!);
        var tokens = rig[provider].Served.PromptTokens;
        Assert.Equal((tokens, tokens), ((long)answer["usage"]!["prompt_tokens"]!, (long)answer["usage"]!["total_tokens"]!));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task TopN_OfAnyProvider_IsSoManyOfTheBest(string provider)
    {
        await using var rig = await RerankRig.StartAsync();
        Assert.Equal("2 0", RerankRig.Order(await rig.RankAsync(RerankRig.Body(RerankRig.At(provider), ",\"top_n\":2"))));
        Assert.Equal("2", RerankRig.Order(await rig.RankAsync(RerankRig.Body(RerankRig.At(provider), ",\"top_n\":1.0"))));
        Assert.Equal(4, RerankRig.Order(await rig.RankAsync(RerankRig.Body(RerankRig.At(provider), ",\"top_n\":99"))).Split(' ').Length);
        Assert.Equal(
            4,
            RerankRig.Order(await rig.RankAsync(RerankRig.Body(RerankRig.At(provider), ",\"top_n\":null,\"return_documents\":null")))
                .Split(' ').Length);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Documents_ThatAreAskedFor_AreInTheAnswer_AsTheyWereSent(string provider)
    {
        await using var rig = await RerankRig.StartAsync();
        const string Documents = """["the \"sea\"",{"text":"red apple","page":7},"\u7ea2 red"]""";
        var answer = await rig.RankAsync(RerankRig.Body(RerankRig.At(provider), ",\"return_documents\":true", Documents));

        var sent = answer["results"]!.AsArray().ToDictionary(static r => (int)r!["index"]!, static r => r!["document"]!.ToJsonString());
        Assert.Equal(JsonNode.Parse("""{"text":"the \"sea\""}""")!.ToJsonString(), sent[0]);
        Assert.Equal("""{"text":"red apple","page":7}""", sent[1]);
        Assert.Equal("红 red", (string?)JsonNode.Parse(sent[2])!["text"]);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Objects_ReachTheBackendAsTheirText(string provider)
    {
        await using var rig = await RerankRig.StartAsync();
        const string Documents = """
            [{"id":4,"text":"one"},{"content":"two"},{"content":[{"type":"text","text":"three"},{"type":"text","text":"\"3\""}]},{"title":"four","year":4},"five"]
            """;
        var answer = await rig.RankAsync(RerankRig.Body(RerankRig.At(provider), documents: Documents, query: """{"text":"red"}"""));

        Assert.Equal(5, RerankRig.Order(answer).Split(' ').Length);
        var body = rig.Sent(provider);
        Assert.Equal("red", (string?)body["query"]);
        Assert.Equal(
            ["one", "two", "three\n\"3\"", "title: four\nyear: 4", "five"], body["documents"]!.AsArray().Select(static d => (string?)d));
    }

    [Fact]
    public async Task Picture_ReachesTheBackendAsItIs()
    {
        await using var rig = await RerankRig.StartAsync();
        const string Documents = """["red apple",{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]""";
        var answer = await rig.RankAsync(RerankRig.Body(RerankRig.At("vllm"), documents: Documents));
        Assert.Equal("0 1", RerankRig.Order(answer));
        Assert.Equal(JsonNode.Parse(Documents)!.ToJsonString(), rig.Sent("vllm")["documents"]!.ToJsonString());
    }

    [Fact]
    public async Task OtherMembers_ReachTheBackendUntouched()
    {
        await using var rig = await RerankRig.StartAsync();
        await rig.RankAsync(
            RerankRig.Body(RerankRig.At("siliconflow"), ",\"max_chunks_per_doc\":3,\"overlap_tokens\":80,\"instruction\":\"rank\""));

        var body = rig.Sent("siliconflow");
        Assert.Equal(
            (3, 80, "rank", RerankRig.Model),
            ((int)body["max_chunks_per_doc"]!, (int)body["overlap_tokens"]!, (string?)body["instruction"], (string?)body["model"]));
        Assert.False(body.AsObject().ContainsKey("max_tokens"));
    }

    [Theory]
    [InlineData("/v1/rerank")]
    [InlineData("/rerank")]
    [InlineData("/v1/v1/rerank")]
    [InlineData("/v1//rerank/")]
    public async Task AnySpellingOfTheAddress_IsAnswered(string path)
    {
        await using var rig = await RerankRig.StartAsync();
        Assert.Equal(4, RerankRig.Order(await rig.RankAsync(RerankRig.Body("Rerank"), path)).Split(' ').Length);
    }

    [Theory]
    [InlineData("Rerank", null)]
    [InlineData("rerank", null)]
    [InlineData("重排序", null)]
    [InlineData("Ranks", "vllm")]
    [InlineData(RerankRig.Model, null)]
    [InlineData("siliconflow/" + RerankRig.Model, "siliconflow")]
    [InlineData("llamacpp/" + RerankRig.LlamaModel, "llamacpp")]
    public async Task AnyName_LeadsToAModelThatRanks(string name, string? backend)
    {
        await using var rig = await RerankRig.StartAsync();
        using var response = await rig.SendAsync(RerankRig.Body(name));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(backend ?? response.Header("x-gateway-backend"), response.Header("x-gateway-backend"));
    }

    [Theory]
    [InlineData("siliconflow/Qwen/Qwen3-8B", "is for chat, not for reranking")]
    [InlineData("ollama/bge-m3", "is for embeddings, not for reranking")]
    [InlineData("ollama/bge-reranker-v2-m3", "is on ollama, whose API has no reranking")]
    public async Task ModelThatCannotRank_Is400ThatSaysWhoCould(string name, string why)
    {
        await using var rig = await RerankRig.StartAsync();
        using var response = await rig.SendAsync(RerankRig.Body(name));
        var error = await response.ErrorAsync(400);
        Assert.Equal("no_capable_model", (string?)error["code"]);
        Assert.Contains(why, (string?)error["message"], StringComparison.Ordinal);
        Assert.Contains($"/{RerankRig.Model}", (string?)error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ollama", "whose API has no reranking")]
    // It tells that the model is none.
    [InlineData("lmstudio", "not for reranking")]
    [InlineData("deepseek", "whose API has no reranking")]
    [InlineData("openai", "whose API has no reranking")]
    public async Task ProviderWithoutReranking_Is400(string provider, string why)
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions
        {
            Personality = Enum.Parse<Personality>(provider, ignoreCase: true),
            Models = ["bge-reranker-v2-m3"],
        });
        await using var gateway = TestGateway.Start($$"""backends: [ { name: it, provider: {{provider}}, url: "{{backend.Url}}" } ]""");
        await WaitUntil.TrueAsync(
            () => gateway.Services.GetRequiredService<SnapshotStore>().Current.Backends["it"].State.Models is not null);
        using var content = new StringContent(RerankRig.Body("bge-reranker-v2-m3"), null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/rerank", content);
        var error = await response.ErrorAsync(400);
        Assert.Equal("no_capable_model", (string?)error["code"]);
        Assert.Contains(why, (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(backend.Received);
    }

    [Fact]
    public async Task Reranker_AskedToChat_Is400()
    {
        await using var rig = await RerankRig.StartAsync();
        using var response = await rig.SendAsync(
            $$"""{"model":"{{RerankRig.Model}}","messages":[{"role":"user","content":"Hi"}]}""", "/v1/chat/completions");
        Assert.Equal("no_capable_model", (string?)(await response.ErrorAsync(400))["code"]);
    }

    [Fact]
    public async Task Explanation_SaysWhoWouldRank()
    {
        await using var rig = await RerankRig.StartAsync();
        using var response = await rig.SendAsync(RerankRig.Body("Ranks"), "/v1/route/explain");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        Assert.Equal("vllm", (string?)JsonNode.Parse(text)!["candidates"]![0]!["backend"]);
        Assert.Empty(rig["vllm"].Received);
    }

    [Theory]
    [InlineData("""{"query":"q","documents":["d"]}""", "model", "Rerank")]
    [InlineData("""{"model":"Rerank","documents":["d"]}""", "query", "missing")]
    [InlineData("""{"model":"Rerank","query":"q"}""", "documents", "list")]
    [InlineData("""{"model":"Rerank","query":"","documents":["d"]}""", "query", "empty")]
    [InlineData("""{"model":"Rerank","query":7,"documents":["d"]}""", "query", "a text or an object, not a number")]
    [InlineData("""{"model":"Rerank","query":["q"],"documents":["d"]}""", "query", "a text or an object, not an array")]
    [InlineData("""{"model":"Rerank","query":{},"documents":["d"]}""", "query", "holds no text")]
    [InlineData("""{"model":"Rerank","query":"q","documents":[]}""", "documents", "at least one")]
    [InlineData("""{"model":"Rerank","query":"q","documents":"d"}""", "documents", "a list")]
    [InlineData("""{"model":"Rerank","query":"q","documents":null}""", "documents", "a list")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["d",7]}""", "documents[1]", "a text or an object, not a number")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["d",null]}""", "documents[1]", "not null")]
    [InlineData("""{"model":"Rerank","query":"q","documents":[{"text":null}]}""", "documents[0]", "{\"text\": \"...\"}")]
    [InlineData("""{"model":"Rerank","query":"q","documents":[["d"]]}""", "documents[0]", "not an array")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["d"],"top_n":0}""", "top_n", "above 0")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["d"],"top_n":-1}""", "top_n", "above 0")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["d"],"top_n":1.5}""", "top_n", "whole number")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["d"],"top_n":"2"}""", "top_n", "a whole number, not a string")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["d"],"return_documents":"yes"}""", "return_documents", "true or false")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["d"],"query":"p"}""", "query", "once")]
    [InlineData("""{"model":"Rerank","query":"q","Documents":["d"]}""", "documents", "once")]
    [InlineData("""{"model":7,"query":"q","documents":["d"]}""", "model", "a string")]
    [InlineData("""{"model":"","query":"q","documents":["d"]}""", "model", "empty")]
    [InlineData("""[]""", null, "JSON object")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["d"}""", null, "not valid JSON")]
    [InlineData("""{"model":"Rerank","query":"q","documents":["\ud800"]}""", null, "surrogate")]
    public async Task Body_WithAFault_Is400ThatNamesItAndTheWayOut(string body, string? param, string words)
    {
        await using var rig = await RerankRig.StartAsync();
        using var response = await rig.SendAsync(body);
        var error = await response.ErrorAsync(400);
        Assert.Equal(param, (string?)error["param"]);
        Assert.Contains(words, (string?)error["message"], StringComparison.Ordinal);
    }
}
