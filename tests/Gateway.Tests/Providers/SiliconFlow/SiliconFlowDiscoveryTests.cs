using Gateway.Configuration;
using Gateway.Routing.Models;
using Gateway.Tests.Backends;

namespace Gateway.Tests.Providers.SiliconFlow;

/// <summary>SiliconFlow's models get their types from the lists that contain them.</summary>
public sealed class SiliconFlowDiscoveryTests
{
    private static readonly (string SubType, string Model, ModelType Type)[] Lists =
    [
        ("chat", "Qwen/Qwen3-8B", ModelType.Chat),
        ("embedding", "Qwen/Qwen3-Embedding-8B", ModelType.Embedding),
        ("reranker", "BAAI/bge-reranker-v2-m3", ModelType.Rerank),
        ("text-to-image", "Kwai-Kolors/Kolors", ModelType.Image),
        ("image-to-image", "Qwen/Qwen-Image-Edit", ModelType.Image),
        ("speech-to-text", "FunAudioLLM/SenseVoiceSmall", ModelType.Transcription),
        ("text-to-video", "Wan-AI/Wan2.2-T2V-A14B", ModelType.Video),
    ];

    [Fact]
    public async Task SubType_TellsWhatAModelIsFor()
    {
        using var server = SiliconFlow();
        var models = await server.ModelsAsync();
        Assert.Equal(
            Lists.Select(l => (l.Model, (ModelType?)l.Type)).Append(("FunAudioLLM/CosyVoice2-0.5B", null)),
            models.Select(m => (m.Model, m.Type)));
        Assert.All(models, m => Assert.Null(m.Capabilities));
        Assert.Equal(8, server.Asked.Count);
        Assert.InRange(server.MostAtOnce, 2, 4);
    }

    [Theory]
    [InlineData("{}", 500)]
    [InlineData("""{"data":5}""", 200)]
    [InlineData("\"Too many\"", 429)]
    public async Task SubType_ThatFails_LeavesItsModelsToTheirNames(string body, int status)
    {
        using var server = SiliconFlow().Answers("/v1/models?sub_type=embedding", body, status);
        var models = await server.ModelsAsync();
        Assert.Equal(8, models.Length);
        Assert.Equal((ModelType.Chat, null, ModelType.Rerank), (models[0].Type, models[1].Type, models[2].Type));
    }

    [Fact]
    public async Task PlainList_ThatFails_IsAFailedProbe()
    {
        using var server = SiliconFlow().Answers("/v1/models", "{\"code\":30014,\"message\":\"Token is invalid.\"}", 401);
        Assert.Equal("401: Token is invalid.", (await server.DiscoverAsync()).Problem);
    }

    [Fact]
    public async Task Relay_ThatDoesNotKnowSubTypes_MakesNothingAChatModel()
    {
        using var server = SiliconFlow();
        foreach (var (subType, _, _) in Lists)
        {
            server.Answers($"/v1/models?sub_type={subType}", All());
        }

        Assert.All(await server.ModelsAsync(), m => Assert.Null(m.Type));
    }

    [Fact]
    public async Task Model_OfASubTypeListOnly_IsNotInvented()
    {
        using var server = SiliconFlow().Answers("/v1/models?sub_type=chat", """{"data":[{"id":"not/listed"}]}""");
        Assert.DoesNotContain(await server.ModelsAsync(), m => m.Model == "not/listed");
    }

    private static ScriptedServer SiliconFlow()
    {
        var server = new ScriptedServer(ProviderKind.SiliconFlow).Answers("/v1/models", All());
        foreach (var (subType, model, _) in Lists)
        {
            server.Answers(
                $"/v1/models?sub_type={subType}",
                $$"""{"object":"list","data":[{"id":"{{model}}","object":"model","created":0,"owned_by":""}]}""");
        }

        return server;
    }

    private static string All() =>
        $$"""{"object":"list","data":[{{string.Join(',', Lists.Select(l => l.Model).Append("FunAudioLLM/CosyVoice2-0.5B").Select(m => $$"""{"id":"{{m}}"}"""))}}]}""";
}
