using Gateway.Backends.Discovery;
using Gateway.Configuration;
using Gateway.Routing.Models;
using Gateway.Tests.Backends;

namespace Gateway.Tests.Providers.LlamaCpp;

/// <summary>Finds the one model of a llama.cpp server, or the several of a router, and never makes a router load one.</summary>
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
            new ModelFacts("m.gguf")
            {
                Judges = Tag.Vision | Tag.Audio,
                ContextLength = 32768,
                ServedContext = 8192,
                ServedSource = ContextSource.Loaded,
                ParameterSize = "7.62B",
            },
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
        Assert.Equal((null, 32768, Tag.None), (model.Capabilities, model.ContextLength, model.Judges));
        // Nobody says what it serves, so all that it can take is the best guess there is.
        Assert.Equal((32768, ContextSource.Trained), (model.ServedContext, model.ServedSource));
    }

    [Fact]
    public async Task Props_WithoutASense_DenyOnlyTheOther()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", Single).Answers(
            "/props", """{"modalities":{"vision":false}}""");
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
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers(
            "/v1/models", $$$"""{"data":[{"id":"m","meta":{"n_params":{{{count}}}}}]}""");
        Assert.Equal(text, (await server.ModelAsync()).ParameterSize);
    }

    [Fact]
    public async Task ModelThatSleeps_IsNotWarm()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", Single).Answers(
            "/props", """{"is_sleeping":true}""");
        Assert.False((await server.ModelAsync()).IsWarm);
    }

    [Fact]
    public async Task Router_IsAskedAboutLoadedModelsOnly_AndToldToLoadNone()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", """
            {"data":[{"id":"org/a:Q4","status":{"value":"loaded"}},{"id":"b","status":{"value":"unloaded"}},
                     {"id":"c","status":{"value":"loading"}},{"id":"d","status":{"value":"sleeping"}},{"id":"e"}]}
            """).Answers(
                "/props?model=org%2Fa%3AQ4&autoload=false",
                """{"default_generation_settings":{"n_ctx":4096},"modalities":{"vision":false,"audio":false}}""");
        var models = await server.ModelsAsync();
        Assert.Equal([true, false, false, false, null], models.Select(m => m.IsWarm));
        Assert.Equal([4096, null, null, null, null], models.Select(m => m.ServedContext));
        Assert.Equal(["/v1/models", "/props?model=org%2Fa%3AQ4&autoload=false"], server.Asked);
    }

    [Fact]
    public async Task Router_WithOneModelNotLoaded_IsNotAskedAboutIt()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers(
            "/v1/models", """{"data":[{"id":"a","status":{"value":"unloaded"}}]}""");
        await server.ModelAsync();
        Assert.Equal(["/v1/models"], server.Asked);
    }

    [Fact]
    public async Task Context_IsWhatASlotHas_AndNeverTheTrainingWhileThatIsTold()
    {
        // Where `/props` needs a key, the list tells it all the same.
        using var server = new ScriptedServer(ProviderKind.LlamaCpp)
            .Answers(
                "/v1/models",
                """{"data":[{"id":"m","meta":{"n_ctx":4096,"n_ctx_train":131072,"n_params":135000000,"ftype":"Q4_K - Medium"}}]}""")
            .Answers("/props", """{"error":{"code":401,"message":"Invalid API Key"}}""", 401);
        var model = await server.ModelAsync();
        Assert.Equal((4096, 131072, ContextSource.Loaded), (model.ServedContext, model.ContextLength, model.ServedSource));
        Assert.Equal(("135M", "Q4_K_M"), (model.ParameterSize, model.Quantization));

        server.Answers("/props", """{"default_generation_settings":{"n_ctx":2048},"model_ftype":"Q4_K - Medium"}""");
        Assert.Equal(2048, (await server.ModelAsync()).ServedContext);
    }

    // A busy server may miss a question, and has the same slots as before.
    [Theory]
    [InlineData(500, 4, 8192, ContextSource.Loaded)]
    [InlineData(401, null, 8192, ContextSource.LastLoaded)]
    [InlineData(404, null, 8192, ContextSource.LastLoaded)]
    public async Task Props_ThatWereMissedOnce_HoldOn(int status, int? places, int context, ContextSource source)
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", Single).Answers("/props", """
            {"default_generation_settings":{"n_ctx":8192},"total_slots":4,"modalities":{"vision":true,"audio":false}}
            """);
        await server.ModelAsync();
        server.Answers("/props", "{}", status);
        var model = await server.ModelAsync();
        Assert.Equal((places, context, source), (model.Places, model.ServedContext, model.ServedSource));
        Assert.Equal(places is null, model.Capabilities is null);
    }

    [Fact]
    public async Task Guess_OfTheTraining_IsNotRemembered_NorMadeOfWhatSleeps()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", Single).Answers("/props", "{}", 404);
        Assert.Equal((32768, ContextSource.Trained), await ContextAsync());
        server.Answers("/props", """{"is_sleeping":true}""");
        Assert.Equal((null, null), await ContextAsync());

        async Task<(int?, ContextSource?)> ContextAsync()
        {
            var model = await server.ModelAsync();
            return (model.ServedContext, model.ServedSource);
        }
    }

    [Theory]
    [InlineData("Q4_1", "Q4_1")]
    [InlineData("Q5_K - Small", "Q5_K_S")]
    [InlineData("Q3_K - Large", "Q3_K_L")]
    [InlineData("all F32", "F32")]
    [InlineData("mostly Q4_0", "Q4_0")]
    [InlineData("(guessed) Q8_0", "Q8_0")]
    [InlineData("IQ4_XS - 4.25 bpw", "IQ4_XS")]
    [InlineData("MXFP4 MoE", "MXFP4")]
    [InlineData("unknown, may not work", null)]
    [InlineData("7", null)]
    [InlineData("", null)]
    public async Task Quantization_IsThatOfTheFile_AsNamesWriteIt(string type, string? word)
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers(
            "/v1/models", $$$"""{"data":[{"id":"m","meta":{"ftype":"{{{type}}}"}}]}""");
        Assert.Equal(word, (await server.ModelAsync()).Quantization);
    }

    [Fact]
    public async Task Aliases_AreOtherNames()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers(
            "/v1/models", """{"data":[{"id":"second","aliases":["second","first",7,""]}]}""");
        Assert.Equal(["first"], (await server.ModelAsync()).Aliases);
    }

    [Fact]
    public async Task RoutedModel_ThatIsNotLoaded_HasTheContextItHadLast_AsLongAsItIsStartedTheSameWay()
    {
        using var server = Routing(Routed("loaded", 16384, meta: ",\"meta\":{\"n_ctx\":4096,\"n_ctx_train\":131072}"));
        Assert.Equal(4096, (await server.ModelAsync()).ServedContext);
        server.Answers("/v1/models", List(Routed("unloaded", 16384, port: 4001)));
        var model = await server.ModelAsync();
        Assert.Equal((4096, ContextSource.LastLoaded), (model.ServedContext, model.ServedSource));

        server.Answers("/v1/models", List(Routed("unloaded", 8192)));
        Assert.Null((await server.ModelAsync()).ServedContext);
    }

    [Fact]
    public async Task RoutedModel_ThatWasNeverLoaded_HasNoContextThatIsKnown()
    {
        using var server = Routing(Routed("unloaded", 16384));
        Assert.Null((await server.ModelAsync()).ServedContext);
    }

    [Fact]
    public async Task RoutedModel_WhoseLoadFailed_IsMarked_UntilItsStatusChanges()
    {
        using var server = Routing(Routed("unloaded", 4096, more: ",\"exit_code\":1,\"failed\":true"));
        Assert.True((await server.ModelAsync()).HasFailed);
        server.Answers("/v1/models", List(Routed("failed", 4096)));
        Assert.True((await server.ModelAsync()).HasFailed);
        server.Answers("/v1/models", List(Routed("loaded", 4096)));
        Assert.False((await server.ModelAsync()).HasFailed);
    }

    [Theory]
    [InlineData("stella", "", ModelType.Chat)]
    [InlineData("stella", ",\"--embeddings\"", ModelType.Embedding)]
    [InlineData("qwen", ",\"--embedding\"", ModelType.Embedding)]
    [InlineData("qwen", ",\"--reranking\",\"--embedding\"", ModelType.Rerank)]
    public async Task RoutedModel_IsForWhatItsServerIsStartedFor_WhateverItsName(string id, string argument, ModelType type)
    {
        using var server = Routing(Routed("unloaded", 4096, id, arguments: argument));
        Assert.Equal(type, (await server.ModelAsync()).Type);
    }

    // Its list says "completion" of all of these.
    [Theory]
    [InlineData("stella", 501, 501, ModelType.Chat)]
    [InlineData("stella", 400, 501, ModelType.Embedding)]
    [InlineData("rerank-v2", 501, 501, ModelType.Chat)]
    [InlineData("rerank-v2", 400, 400, ModelType.Rerank)]
    [InlineData("whisper-notes", 501, 501, ModelType.Chat)]
    [InlineData("stella", 404, 404, null)]
    [InlineData("stella", 503, 503, null)]
    public async Task OneModel_WhoseNameSoundsElse_IsForWhatTheServerWasStartedFor(string id, int embeddings, int rerank, ModelType? type)
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp)
            .Answers(
                "/v1/models",
                $$$"""{"models":[{"name":"{{{id}}}","capabilities":["completion"]}],"data":[{"id":"{{{id}}}","meta":{"n_ctx":512}}]}""")
            .Answers("/props", """{"build_info":"b1"}""");
        server.Refuses("/v1/embeddings", embeddings).Refuses("/v1/rerank", rerank);
        Assert.Equal(type, (await server.ModelAsync()).Type);
        await server.ModelAsync();
        Assert.Equal(type is null ? 2 : 1, server.Asked.Count(a => a.StartsWith("/v1/embeddings", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task OneModel_WhoseNameLeavesNoDoubt_IsNotAsked()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", Single);
        await server.ModelAsync();
        Assert.DoesNotContain(server.Asked, a => a.StartsWith("/v1/embeddings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OneModel_OfWordPieces_IsAskedWhateverItsName()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp).Answers(
            "/v1/models", """{"data":[{"id":"tiny","meta":{"vocab_type":3}}]}""");
        server.Refuses("/v1/embeddings", 400).Refuses("/v1/rerank", 501);
        Assert.Equal(ModelType.Embedding, (await server.ModelAsync()).Type);
    }

    [Fact]
    public async Task OneModel_ThatSleeps_IsNotAsked_AndNotWoken()
    {
        using var server = new ScriptedServer(ProviderKind.LlamaCpp)
            .Answers("/v1/models", """{"data":[{"id":"stella"}]}""").Answers("/props", """{"is_sleeping":true}""");
        await server.ModelAsync();
        Assert.Equal(["/v1/models", "/props"], server.Asked);
    }

    private static ScriptedServer Routing(string item) => new ScriptedServer(ProviderKind.LlamaCpp).Answers("/v1/models", List(item));

    private static string List(string item) => $$"""{"data":[{{item}}]}""";

    private static string Routed(
        string status, int context, string id = "m", int port = 4000, string arguments = "", string more = "", string meta = "") => $$$"""
        {"id":"{{{id}}}","status":{"value":"{{{status}}}","args":["llama-server","--port","{{{port}}}","--ctx-size","{{{context}}}","--parallel","4"{{{arguments}}}]{{{more}}}}{{{meta}}}}
        """;
}
