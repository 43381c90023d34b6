using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Names;

/// <summary>The model list holds every name a client may write, in one shape that all clients read.</summary>
public sealed class ModelListTests
{
    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/models")]
    [InlineData("/v1//models")]
    [InlineData("/v1/models/")]
    public async Task List_HoldsTagsFirstThenTheBackendsModels(string path)
    {
        await using var rig = await StartAsync();
        var list = (await rig.Client.GetFromJsonAsync<JsonNode>(path))!;
        Assert.Equal("list", (string?)list["object"]);
        var ids = list["data"]!.AsArray().Select(i => (string)i!["id"]!).ToList();

        Assert.Equal(["Cloud", "Coder", "Local", "Open"], ids[..4]);
        Assert.Contains("qwen3:8b", ids);
        Assert.Contains("deepseek-ai/DeepSeek-R1", ids);
        Assert.Contains("sim-model", ids);
        Assert.DoesNotContain("编程", ids);
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task Item_HasWhatEachClientReads()
    {
        await using var rig = await StartAsync();
        var list = (await rig.Client.GetFromJsonAsync<JsonNode>("/v1/models"))!;
        foreach (var item in list["data"]!.AsArray().Select(i => i!.AsObject()))
        {
            Assert.Equal("model", (string?)item["object"]);
            // Cherry Studio and OpenAI's .NET library refuse the whole list otherwise.
            Assert.True(item["created"]!.AsValue().TryGetValue<long>(out _));
            Assert.False(string.IsNullOrEmpty((string?)item["owned_by"]));
            // ChatBox and Page Assist show `name`, LobeChat `displayName`.
            Assert.Equal((string?)item["id"], (string?)item["name"]);
            Assert.Equal((string?)item["id"], (string?)item["displayName"]);
            // LobeChat takes `type` for the model's kind, and knows these; without any it takes a model for chat.
            Assert.Contains((string?)item["type"], new[] { "chat", "embedding", "image", "tts", "stt", "video", null });
        }
    }

    [Theory]
    [InlineData("/v1/models/Coder", "Coder")]
    [InlineData("/v1/models/coder", "Coder")]
    [InlineData("/models/qwen2.5-coder:7b", "qwen2.5-coder:7b")]
    [InlineData("/v1/models/Qwen/Qwen3-8B", "Qwen/Qwen3-8B")]
    [InlineData("/v1/models/Qwen%2FQwen3-8B", "Qwen/Qwen3-8B")]
    [InlineData("/v1/models/ollama/qwen3:8b", "ollama/qwen3:8b")]
    public async Task One_ByItsId_IsFound(string path, string id)
    {
        await using var rig = await StartAsync();
        var item = (await rig.Client.GetFromJsonAsync<JsonNode>(path))!;
        Assert.Equal(id, (string?)item["id"]);
    }

    [Fact]
    public async Task One_ThatIsNotThere_Is404WithTheNearest()
    {
        await using var rig = await StartAsync();
        using var response = await rig.Client.GetAsync("/v1/models/qwen3:9b");
        Assert.Contains("qwen3:8b", (string?)(await response.ErrorAsync(404))["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tag_WhoseFirstModelNobodyPulled_IsServedByTheNextWithoutAnAttempt()
    {
        await using var rig = await StartAsync("""
              - name: Later
                candidates: [ { backend: ollama, model: "not-pulled:1b" }, { backend: cloud, model: Qwen/Qwen3-8B } ]
            """);
        using var response = await rig.ChatAsync("Later");
        Assert.Equal("cloud", response.Headers.GetValues("x-gateway-backend").Single());
        Assert.Equal("1", response.Headers.GetValues("x-gateway-attempts").Single());
    }

    [Fact]
    public async Task Item_TellsContextAbilitiesPlaceAndWhoSaysSo()
    {
        await using var rig = await CatalogRig.StartAsync(warm: ["qwen3:8b"]);
        var coder = (await rig.Client.GetFromJsonAsync<JsonNode>("/v1/models/qwen2.5-coder:7b"))!;
        foreach (var name in new[] { "context_length", "contextWindowTokens", "max_model_len" })
        {
            Assert.Equal(4_096, (int)coder[name]!);
        }

        Assert.Equal((true, false, false), ((bool)coder["functionCall"]!, (bool)coder["vision"]!, (bool)coder["reasoning"]!));
        Assert.Equal("[\"completion\",\"tools\",\"insert\"]", coder["capabilities"]!.ToJsonString());
        Assert.Equal("[\"text\"]", coder["architecture"]!["input_modalities"]!.ToJsonString());
        var card = coder["gateway"]!["on"]!.AsArray().Single()!;
        Assert.Equal("""{"Chat":"name","Coder":"name","Tools":"backend","FIM":"backend"}""", card["tags"]!.ToJsonString());
        Assert.Equal(("local", 7.6m, "Q4_K_M"), ((string?)card["place"], (decimal)card["parameters"]!, (string?)card["quantization"]));
        Assert.Equal("edge", (string?)card["size"]!["class"]);
        Assert.InRange((decimal)card["size"]!["memoryGiB"]!, 4, 7);

        var r1 = (await rig.Client.GetFromJsonAsync<JsonNode>("/v1/models/deepseek-r1:7b"))!["gateway"]!["on"]!.AsArray().Single()!;
        Assert.Equal((true, "Qwen2.5-Math-7B"), ((bool)r1["distilled"]!, (string?)r1["baseModel"]));
        var sentOn = (await rig.Client.GetFromJsonAsync<JsonNode>("/v1/models/gpt-oss:120b-cloud"))!["gateway"]!["on"]!.AsArray().Single()!;
        Assert.Equal("cloud", (string?)sentOn["place"]);
        var vision = (await rig.Client.GetFromJsonAsync<JsonNode>("/v1/models/Vision"))!;
        Assert.True((bool)vision["vision"]!);
        Assert.Equal("tag", (string?)vision["gateway"]!["kind"]);
    }

    [Theory]
    [InlineData("sub_type=embedding", "Embedding,nomic-embed-text:latest,Qwen/Qwen3-Embedding-8B")]
    [InlineData("sub_type=reranker", "Rerank,BAAI/bge-reranker-v2-m3")]
    [InlineData("type=video", "Video,Wan-AI/Wan2.2-T2V-A14B")]
    [InlineData("type=audio", "Speech,Transcription,FunAudioLLM/CosyVoice2-0.5B,FunAudioLLM/SenseVoiceSmall")]
    public async Task List_TakesTypeAndSubType(string query, string ids)
    {
        await using var rig = await CatalogRig.StartAsync();
        var list = (await rig.Client.GetFromJsonAsync<JsonNode>("/v1/models?" + query))!["data"]!.AsArray();
        Assert.Equal(ids, string.Join(',', list.Select(i => (string?)i!["id"])));
    }

    [Theory]
    [InlineData("Vision+Tools", "Qwen/Qwen3-VL-8B-Instruct")]
    [InlineData("视觉", "Qwen/Qwen3-VL-8B-Instruct,qwen2.5vl:7b")]
    [InlineData("Coder&sub_type=embedding", "")]
    public async Task List_TakesATag(string query, string models)
    {
        await using var rig = await CatalogRig.StartAsync();
        var list =
            (await rig.Client.GetFromJsonAsync<JsonNode>(
                "/v1/models?tag=" + query.Replace("+", "%2B", StringComparison.Ordinal)))!["data"]!.AsArray();
        Assert.Equal(models, string.Join(',', list.Where(i => (string?)i!["gateway"]!["kind"] == "model").Select(i => (string?)i!["id"])));
    }

    [Theory]
    [InlineData("tag=Sight", "Vision")]
    [InlineData("type=movies", "video")]
    [InlineData("sub_type=chats", "text-to-image")]
    public async Task List_OfAnUnknownKind_Is400WithTheKnownOnes(string query, string known)
    {
        await using var rig = await CatalogRig.StartAsync();
        using var response = await rig.Client.GetAsync("/v1/models?" + query);
        Assert.Contains(known, (string?)(await response.ErrorAsync(400))["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/responses")]
    public async Task Address_ThatIsNotOfferedYet_Is404InOpenAisShape(string path)
    {
        await using var rig = await CatalogRig.StartAsync();
        using var response = await rig.SendAsync("{}", path);
        await response.ErrorAsync(404);
    }

    // The lists are asked for in the background, so that no start waits for them.
    private static async Task<Rig> StartAsync(string extra = "")
    {
        var rig = await Rig.StartAsync(extra);
        await rig.Gateway.Log.WaitForAsync("The model lists are taken over");
        return rig;
    }
}
