using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects;

public class ProviderListTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("?sub_type=embedding", "Qwen/Qwen3-Embedding-8B")]
    [InlineData("?sub_type=reranker", "BAAI/bge-reranker-v2-m3")]
    [InlineData("?sub_type=text-to-image", "Kwai-Kolors/Kolors")]
    [InlineData("?sub_type=image-to-image", "")]
    [InlineData("?sub_type=speech-to-text", "FunAudioLLM/SenseVoiceSmall")]
    [InlineData("?sub_type=text-to-video", "Wan-AI/Wan2.2-T2V-A14B")]
    [InlineData("?sub_type=text-to-speech", "")]
    [InlineData("?type=audio", "FunAudioLLM/CosyVoice2-0.5B,FunAudioLLM/SenseVoiceSmall")]
    [InlineData("?type=image", "Kwai-Kolors/Kolors")]
    [InlineData("?type=text&sub_type=reranker", "BAAI/bge-reranker-v2-m3")]
    [InlineData("?type=image&sub_type=reranker", "")]
    public async Task SiliconFlow_ListsWhatIsAskedFor(string query, string models)
    {
        await using var client = await Client.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        var ids = (await client.GetAsync("v1/models" + query))["data"]!.AsArray().Select(m => (string?)m!["id"]);

        Assert.Equal(models, string.Join(',', ids));
    }

    [Fact]
    public async Task SiliconFlow_ListsAllWhenNotAsked_AndChatApart()
    {
        await using var client = await Client.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        var all = (await client.GetAsync("v1/models"))["data"]!.AsArray();
        var chat = (await client.GetAsync("v1/models?sub_type=chat"))["data"]!.AsArray();

        Assert.Equal(client.Backend.Models, all.Select(m => (string)m!["id"]!));
        Assert.Equal(client.Backend.Models.Take(8), chat.Select(m => (string)m!["id"]!));
    }

    [Fact]
    public async Task LmStudio_TellsTheTypeInTheWordsOfEachVersion()
    {
        await using var client = await Client.StartAsync(new SimulatorOptions
        {
            Personality = Personality.LmStudio,
            Models = ["qwen3-8b", "qwen2.5-vl-7b", "text-embedding-nomic-embed-text-v1.5"],
        });
        var old = (await client.GetAsync("api/v0/models"))["data"]!.AsArray();
        var present = (await client.GetAsync("api/v1/models"))["models"]!.AsArray();

        Assert.Equal(["llm", "vlm", "embeddings"], old.Select(m => (string?)m!["type"]));
        Assert.Equal(["""["tool_use"]""", null, null], old.Select(m => m!["capabilities"]?.ToJsonString()));
        Assert.Equal(["llm", "llm", "embedding"], present.Select(m => (string?)m!["type"]));
        Assert.Equal([false, true, null], present.Select(m => (bool?)m!["capabilities"]?["vision"]));
        Assert.Equal([true, false, false], present.Select(m => m!["capabilities"]?["reasoning"] is not null));
        Assert.Equal(2048, (int)present[2]!["max_context_length"]!);
    }

    [Fact]
    public async Task LmStudio_BeforeV1_TakesItForAWrongAddress()
    {
        await using var client = await Client.StartAsync(
            new SimulatorOptions { Personality = Personality.LmStudio, LmStudioBeforeV1 = true });
        using var present = await client.Http.GetAsync("api/v1/models", Stop);

        Assert.Equal(200, (int)present.StatusCode);
        Assert.StartsWith("""{"error":"Unexpected endpoint""", await present.Content.ReadAsStringAsync(Stop));
        Assert.Equal(3, (await client.GetAsync("api/v0/models"))["data"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(Personality.Vllm, "v1/models", "data/0/max_model_len", 16384)]
    [InlineData(Personality.LlamaCpp, "v1/models", "data/0/meta/n_ctx_train", 40960)]
    [InlineData(Personality.LlamaCpp, "v1/models", "data/0/meta/n_ctx", 16384)]
    [InlineData(Personality.LlamaCpp, "props", "default_generation_settings/n_ctx", 16384)]
    public async Task Context_IsTheServedOne_WhereTheProviderTellsIt(Personality personality, string path, string member, int context)
    {
        await using var client = await Client.StartAsync(new SimulatorOptions { Personality = personality, Models = ["Qwen/Qwen3-8B"] });
        client.Backend.SetFacts("Qwen/Qwen3-8B", new() { ServedContext = 16384 });
        JsonNode? found = await client.GetAsync(path);
        foreach (var step in member.Split('/'))
        {
            found = step == "0" ? found![0] : found![step];
        }

        Assert.Equal(context, (int)found!);
    }

    [Fact]
    public async Task LlamaCpp_WhileLoading_TellsNothingElse()
    {
        await using var client = await Client.StartAsync(Personality.LlamaCpp);
        client.Backend.Script(client.Model, new() { Error = "loadingModel" });
        using var list = await client.Http.GetAsync("v1/models", Stop);

        Assert.Equal(503, (int)list.StatusCode);
    }

    [Theory]
    [InlineData(Personality.Vllm)]
    [InlineData(Personality.OpenAi)]
    public async Task Impostor_AnswersTagsAndShow_ButIsNotOllama(Personality personality)
    {
        await using var client = await Client.StartAsync(
            new SimulatorOptions { Personality = personality, Models = ["m"], AlsoAnswersApiTags = true });
        using var show = await client.Http.PostAsJsonAsync("api/show", new { model = "m" }, Stop);
        using var root = await client.Http.GetAsync("", Stop);
        using var version = await client.Http.GetAsync("api/version", Stop);
        using var ps = await client.Http.GetAsync("api/ps", Stop);

        Assert.Equal("m", (string?)(await client.GetAsync("api/tags"))["models"]![0]!["name"]);
        Assert.Equal((200, 404, 404, 404), ((int)show.StatusCode, (int)root.StatusCode, (int)version.StatusCode, (int)ps.StatusCode));
        Assert.NotEqual("library", (string?)(await client.GetAsync("v1/models"))["data"]![0]!["owned_by"]);
    }

    [Fact]
    public async Task Honest_DoesNotAnswerTags()
    {
        await using var client = await Client.StartAsync(Personality.Vllm);
        using var tags = await client.Http.GetAsync("api/tags", Stop);

        Assert.Equal(404, (int)tags.StatusCode);
    }
}
