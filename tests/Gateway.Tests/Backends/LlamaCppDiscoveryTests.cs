using Gateway.Configuration;
using Gateway.Routing.Models;

namespace Gateway.Tests.Backends;

/// <summary>The one model of a llama.cpp server, or the several of a router, which is never made to load one.</summary>
public sealed class LlamaCppDiscoveryTests
{
    private const string Single = """{"object":"list","data":[{"id":"m.gguf","meta":{"n_ctx_train":32768,"n_params":7615616512}}]}""";

    [Fact]
    public async Task OneModel_IsDescribedByItsPropsToo()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", Single).Answers("/props", """
            {"default_generation_settings":{"n_ctx":8192},"modalities":{"vision":true,"audio":false},"build_info":"b7010-x"}
            """);
        var found = await server.DiscoverAsync();
        var model = Assert.Single(found.Models);
        Assert.Equal("b7010-x", found.Version);
        Assert.Equal(["vision"], model.Capabilities!.Value);
        Assert.Equal(
            new ModelFacts("m.gguf") { Judges = Tag.Vision | Tag.Audio, ContextLength = 32768, ServedContext = 8192, ParameterSize = "7.62B" },
            model with { Capabilities = null });
    }

    [Theory]
    [InlineData("""{"error":{"code":503,"message":"Loading model"}}""", 503)]
    [InlineData("<html>", 200)]
    [InlineData("[]", 200)]
    [InlineData("""{"default_generation_settings":[],"modalities":{"vision":"yes"}}""", 200)]
    public async Task Props_ThatTellNothing_LeaveTheList(string body, int status)
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", Single).Answers("/props", body, status);
        var model = await server.ModelAsync();
        Assert.Equal((null, null, 32768, Tag.None), (model.Capabilities, model.ServedContext, model.ContextLength, model.Judges));
    }

    [Fact]
    public async Task Props_WithoutASense_DenyOnlyTheOther()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", Single).Answers("/props", """{"modalities":{"vision":false}}""");
        var model = await server.ModelAsync();
        Assert.Empty(model.Capabilities!.Value);
        Assert.Equal(Tag.Vision, model.Judges);
    }

    [Fact]
    public async Task Model_ThatIsBeingLoaded_HasNoMeta()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", """{"data":[{"id":"m.gguf","meta":null}]}""");
        Assert.Equal(new ModelFacts("m.gguf") { Judges = Tag.None }, await server.ModelAsync());
    }

    [Theory]
    [InlineData("137000000", "137M")]
    [InlineData("1000000000", "1B")]
    [InlineData("671026419200", "671.03B")]
    [InlineData("0", null)]
    [InlineData("\"7B\"", null)]
    [InlineData("1e40", null)]
    public async Task Parameters_AreWrittenAsOthersWriteThem(string count, string? text)
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", $$$"""{"data":[{"id":"m","meta":{"n_params":{{{count}}}}}]}""");
        Assert.Equal(text, (await server.ModelAsync()).ParameterSize);
    }

    [Fact]
    public async Task ModelThatSleeps_IsNotWarm()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", Single).Answers("/props", """{"is_sleeping":true}""");
        Assert.False((await server.ModelAsync()).IsWarm);
    }

    [Fact]
    public async Task Router_IsAskedAboutLoadedModelsOnly_AndToldToLoadNone()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", """
            {"data":[{"id":"org/a:Q4","status":{"value":"loaded"}},{"id":"b","status":{"value":"unloaded"}},
                     {"id":"c","status":{"value":"loading"}},{"id":"d","status":{"value":"sleeping"}},{"id":"e"}]}
            """).Answers("/props?model=org%2Fa%3AQ4&autoload=false", """{"default_generation_settings":{"n_ctx":4096},"modalities":{"vision":false,"audio":false}}""");
        var models = await server.ModelsAsync();
        Assert.Equal([true, false, false, false, null], models.Select(m => m.IsWarm));
        Assert.Equal([4096, null, null, null, null], models.Select(m => m.ServedContext));
        Assert.Equal(["/v1/models", "/props?model=org%2Fa%3AQ4&autoload=false"], server.Asked);
    }

    [Fact]
    public async Task Router_WithOneModelNotLoaded_IsNotAskedAboutIt()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", """{"data":[{"id":"a","status":{"value":"unloaded"}}]}""");
        await server.ModelAsync();
        Assert.Equal(["/v1/models"], server.Asked);
    }
}
