using Gateway.Backends.Discovery;
using Gateway.Configuration;
using Gateway.Routing.Models;
using Gateway.Tests.Backends;

namespace Gateway.Tests.Providers.LmStudio;

/// <summary>LM Studio's models by each version of its list.</summary>
public sealed class LmStudioDiscoveryTests
{
    // With status 200, as it answers every address that it does not have.
    private const string Wrong = """{"error":"Unexpected endpoint or method. (GET /api/v1/models)"}""";

    [Fact]
    public async Task PresentList_TellsAll()
    {
        using var server = Present("""
            {"type":"llm","key":"gemma","architecture":"gemma4","quantization":{"name":"Q4_K_M","bits_per_weight":4},"params_string":"26B-A4B",
             "loaded_instances":[{"id":"gemma","config":{"context_length":8192}}],"max_context_length":131072,
             "capabilities":{"vision":true,"trained_for_tool_use":false,"reasoning":{"allowed_options":["off","on"]}}}
            """);
        var model = await server.ModelAsync();
        Assert.Equal(["completion", "vision", "reasoning"], model.Capabilities!.Value);
        Assert.Equal(
            new ModelFacts("gemma")
            {
                Type = ModelType.Chat,
                Judges = Tag.Vision | Tag.Tools,
                ContextLength = 131072,
                ServedContext = 8192,
                ServedSource = ContextSource.Loaded,
                ParameterSize = "26B",
                Quantization = "Q4_K_M",
                Family = "gemma4",
                IsWarm = true,
            },
            model with { Capabilities = null });
        Assert.Equal(["/api/v1/models"], server.Asked);
    }

    [Fact]
    public async Task PresentList_DeniesOnlyWhatItTells()
    {
        using var server = Present("""
            {"type":"llm","key":"a","capabilities":{"trained_for_tool_use":true}},
            {"type":"llm","key":"b","loaded_instances":[],"params_string":7,"quantization":null},
            {"type":"embedding","key":"c","loaded_instances":"x"},
            {"type":"llm"}
            """);
        var models = await server.ModelsAsync();
        Assert.Equal(["completion", "tool_use"], models[0].Capabilities!.Value);
        Assert.Equal((Tag.Tools, null), (models[0].Judges, models[0].IsWarm));
        Assert.Equal(new ModelFacts("b") { Type = ModelType.Chat, Judges = Tag.None, IsWarm = false }, models[1]);
        Assert.Equal(["embedding"], models[2].Capabilities!.Value);
        Assert.Null(models[2].IsWarm);
        Assert.Equal(3, models.Length);
    }

    [Fact]
    public async Task OldList_TellsVisionByTypeAndToolsWhereItHasThem()
    {
        using var server = new ScriptedServer(ProviderKind.LmStudio).Answers("/api/v1/models", Wrong).Answers("/api/v0/models", """
            {"object":"list","data":[
             {"id":"a","type":"vlm","arch":"qwen2_vl","quantization":"4bit","state":"loaded","max_context_length":32768,"loaded_context_length":4096},
             {"id":"b","type":"llm","state":"not-loaded","capabilities":["tool_use"]},
             {"id":"c","type":"llm","capabilities":[]},
             {"id":"d","type":"embeddings"},
             {"id":"e"}]}
            """);
        var models = await server.ModelsAsync();
        Assert.Equal(
            ["completion,vision", "completion,tool_use", "completion", "embedding", "-"],
            models.Select(m => m.Capabilities is { } c ? string.Join(',', c) : "-"));
        Assert.Equal([Tag.Vision, Tag.Vision | Tag.Tools, Tag.Vision | Tag.Tools, Tag.None, Tag.None], models.Select(m => m.Judges));
        Assert.Equal([true, false, null, null, null], models.Select(m => m.IsWarm));
        Assert.Equal(
            (32768, 4096, "4bit", "qwen2_vl"),
            (models[0].ContextLength, models[0].ServedContext, models[0].Quantization, models[0].Family));
    }

    [Fact]
    public async Task WrongAddress_AnsweredWith200_IsNoList()
    {
        using var server = new ScriptedServer(ProviderKind.LmStudio)
            .Answers("/api/v1/models", Wrong).Answers("/api/v0/models", Wrong).Answers("/v1/models", """{"data":[{"id":"a"}]}""");
        Assert.Equal(new ModelFacts("a"), await server.ModelAsync());

        server.Answers("/v1/models", Wrong);
        Assert.Equal(DiscoveryResult.NoList, (await server.DiscoverAsync()).Problem);
    }

    [Fact]
    public async Task EmptyList_IsAList()
    {
        using var server = Present("");
        Assert.Empty(await server.ModelsAsync());
        Assert.Equal(["/api/v1/models"], server.Asked);
    }

    [Fact]
    public async Task Nobody_ThatAnswers_IsAskedOnce()
    {
        using var server = new ScriptedServer(ProviderKind.LmStudio) { IsDown = true };
        Assert.Contains("lms server start", (await server.DiscoverAsync()).Problem, StringComparison.Ordinal);
        Assert.Single(server.Asked);
    }

    private static ScriptedServer Present(string models) =>
        new ScriptedServer(ProviderKind.LmStudio).Answers("/api/v1/models", $$"""{"models":[{{models}}]}""");

    [Theory]
    [InlineData("/api/v1/models", "models")]
    [InlineData("/api/v0/models", "data")]
    public async Task ModelThatIsPutAway_HasTheContextItHadLast_AndOneNeverLoadedNoneThatIsKnown(string path, string list)
    {
        using var server = new ScriptedServer(ProviderKind.LmStudio).Answers("/api/v1/models", Wrong);
        var old = path == "/api/v0/models";
        var loaded = old ? """{"id":"a","state":"loaded","loaded_context_length":6000,"max_context_length":131072}"""
            : """{"key":"a","loaded_instances":[{"config":{"context_length":9000}},{"config":{"context_length":6000}}],"max_context_length":131072}""";
        var away = old
            ? """{"id":"a","state":"not-loaded","max_context_length":131072}"""
            : """{"key":"a","loaded_instances":[],"max_context_length":131072}""";
        server.Answers(path, $$"""{"{{list}}":[{{away}}]}""");
        Assert.Equal((131072, null), ((await server.ModelAsync()) is var model ? model.ContextLength : null, model.ServedContext));
        server.Answers(path, $$"""{"{{list}}":[{{loaded}}]}""");
        Assert.Equal(6000, (await server.ModelAsync()).ServedContext);
        server.Answers(path, $$"""{"{{list}}":[{{away}}]}""");
        model = await server.ModelAsync();
        Assert.Equal((6000, ContextSource.LastLoaded, false), (model.ServedContext, model.ServedSource, model.IsWarm));
    }
}
