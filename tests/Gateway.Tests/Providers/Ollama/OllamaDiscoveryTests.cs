using Gateway.Backends.Discovery;
using Gateway.Configuration;
using Gateway.Providers.Ollama;
using Gateway.Routing.Models;
using Gateway.Tests.Backends;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Providers.Ollama;

/// <summary>What any version of Ollama says about its models, and what is not believed from a server that only resembles it.</summary>
public sealed class OllamaDiscoveryTests
{
    private const string Coder = """
        {"name":"coder:7b","model":"coder:7b","digest":"d1","details":{"family":"qwen2","parameter_size":"7.6B",
         "quantization_level":"Q4_K_M","context_length":32768},"capabilities":["completion","tools","insert"]}
        """;

    private const string OldCoder = """{"name":"coder:7b","digest":"d1","details":{"family":"qwen2","parameter_size":"7.6B"}}""";

    [Fact]
    public async Task Tags_TellWhatAModelIs()
    {
        using var server = Ollama("0.33.0", Coder);
        var found = await server.DiscoverAsync();
        Assert.Equal(("0.33.0", null), (found.Version, found.Note));
        var model = Assert.Single(found.Models);
        Assert.Equal(["completion", "tools", "insert"], model.Capabilities!.Value);
        Assert.Equal(
            new ModelFacts("coder:7b")
            {
                ContextLength = 32768,
                ServedContext = 4096,
                ServedSource = ContextSource.KindsDefault,
                ParameterSize = "7.6B",
                Quantization = "Q4_K_M",
                Family = "qwen2",
                IsWarm = false,
            },
            model with { Capabilities = null });
    }

    [Theory]
    [InlineData("0.33.0-rc2", Tag.Vision | Tag.Tools | Tag.FIM | Tag.Reasoning | Tag.Audio)]
    [InlineData("0.12.6", Tag.Vision | Tag.Tools | Tag.FIM | Tag.Reasoning)]
    [InlineData("0.6.4", Tag.Vision | Tag.Tools | Tag.FIM)]
    [InlineData("0.0.0", Tag.Vision | Tag.Tools | Tag.FIM)]
    [InlineData("built by hand", Tag.Vision | Tag.Tools | Tag.FIM)]
    public async Task Version_DeniesOnlyWhatItKnows(string version, Tag judges)
    {
        using var server = Ollama(version, Coder);
        Assert.Equal(judges, (await server.ModelAsync()).Judges);
    }

    [Theory]
    [InlineData("\"remote_host\":\"https://ollama.com:443\"", true)]
    [InlineData("\"remote_model\":\"gpt-oss:120b\"", true)]
    [InlineData("\"remote_host\":true", true)]
    [InlineData("\"remote_host\":\"\"", false)]
    [InlineData("\"remote_host\":null", false)]
    public async Task Model_ThatIsServedElsewhere_IsRemoteAndNeverCold(string member, bool isRemote)
    {
        using var server = Ollama("0.33.0", $$"""{"name":"innocent","capabilities":["completion"],{{member}}}""");
        var model = await server.ModelAsync();
        Assert.Equal((isRemote, isRemote ? null : false), (model.IsRemote, model.IsWarm));
    }

    [Fact]
    public async Task Member_OfAnotherType_CountsAsNotSaid()
    {
        using var server = Ollama("0.33.0", """
            {"name":"m","digest":7,"details":{"family":["qwen2"],"parameter_size":7.6,"quantization_level":{},"context_length":"32768"},"capabilities":"tools"},
            {"name":"n","details":"none","capabilities":["tools",5,null,{"a":1}]},
            {"name":{"x":1},"model":"o"}
            """);
        server.Answers("/api/show m", """{"capabilities":{}}""").Answers("/api/show o", "[]");
        var models = await server.ModelsAsync();
        Assert.Equal(["m", "n", "o"], models.Select(m => m.Model));
        Assert.Equal(new ModelFacts("m") { IsWarm = false }, models[0] with { ServedContext = null, ServedSource = null });
        Assert.Equal(["tools"], models[1].Capabilities!.Value);
        Assert.Equal(new ModelFacts("o") { IsWarm = false }, models[2] with { ServedContext = null, ServedSource = null });
    }

    [Fact]
    public async Task Version_WithoutCapabilitiesInItsTags_IsAskedForEachModelOnce()
    {
        using var server = Ollama("0.12.0", OldCoder).Answers("/api/show coder:7b", """
            {"capabilities":["completion","tools"],"model_info":{"general.architecture":"qwen2","qwen2.context_length":32768},
             "parameters":"stop                           \"num_ctx 7\"\nnum_keep 24\nnum_ctx                        8192\ntemperature 0.6"}
            """);
        var model = await server.ModelAsync();
        Assert.Equal(["completion", "tools"], model.Capabilities!.Value);
        Assert.Equal((32768, 8192), (model.ContextLength, model.ServedContext));

        Assert.Equal(["completion", "tools"], (await server.ModelAsync()).Capabilities!.Value);
        Assert.Single(server.Asked, "/api/show coder:7b");
    }

    [Fact]
    public async Task Model_PulledAnew_IsAskedForAgain()
    {
        using var server = Ollama("0.12.0", OldCoder).Answers("/api/show coder:7b", """{"capabilities":["completion"]}""");
        await server.ModelAsync();
        server.Answers("/api/tags", Tags(OldCoder.Replace("d1", "d2", StringComparison.Ordinal)))
            .Answers("/api/show coder:7b", """{"capabilities":["completion","tools"]}""");
        Assert.Equal(["completion", "tools"], (await server.ModelAsync()).Capabilities!.Value);
    }

    [Theory]
    [InlineData("{}", 500)]
    [InlineData("<html>", 200)]
    public async Task Show_ThatFails_LeavesTheModelOpenAndIsAskedAgain(string body, int status)
    {
        using var server = Ollama("0.12.0", OldCoder).Answers("/api/show coder:7b", body, status);
        Assert.Null((await server.ModelAsync()).Capabilities);
        server.Answers("/api/show coder:7b", """{"capabilities":["completion"],"remote_host":"https://ollama.com"}""");
        var model = await server.ModelAsync();
        Assert.Equal(["completion"], model.Capabilities!.Value);
        Assert.True(model.IsRemote);
    }

    [Fact]
    public async Task ManyModels_AreAskedForFourAtATimeAndOverSeveralRounds()
    {
        var names = Enumerable.Range(0, 450).Select(i => $"m{i}").ToList();
        using var server = Ollama("0.12.0", string.Join(',', names.Select(n => $$"""{"name":"{{n}}","digest":"{{n}}"}""")));
        names.ForEach(n => server.Answers($"/api/show {n}", """{"capabilities":["completion"]}"""));
        List<int> known = [];
        for (var round = 0; round < 3; round++)
        {
            known.Add((await server.ModelsAsync()).Count(m => m.Capabilities is not null));
        }

        Assert.Equal([200, 400, 450], known);
        Assert.Equal(450, server.Asked.Count(a => a.StartsWith("/api/show", StringComparison.Ordinal)));
        Assert.InRange(server.MostAtOnce, 2, 4);
    }

    [Fact]
    public async Task Ps_TellsWhatIsLoaded()
    {
        using var server = Ollama("0.33.0", Coder).Answers("/api/ps", """{"models":[{"name":"Coder:7b","context_length":8192}]}""");
        var warm = await server.ModelAsync();
        server.Answers("/api/ps", """{"models":[]}""");
        Assert.Equal((true, 8192, false), (warm.IsWarm, warm.ServedContext, (await server.ModelAsync()).IsWarm));
    }

    [Theory]
    [InlineData("{}", 500)]
    [InlineData("""{"models":"none"}""", 200)]
    [InlineData("<html>", 200)]
    public async Task Ps_ThatFails_LeavesTheListAndNobodyKnowsWhatIsWarm(string body, int status)
    {
        using var server = Ollama("0.33.0", Coder).Answers("/api/ps", body, status);
        Assert.Null((await server.ModelAsync()).IsWarm);
    }

    [Fact]
    public async Task Ps_ThatHangs_IsGivenUpAfterThreeSeconds()
    {
        var time = new FakeTimeProvider();
        using var server = new ScriptedServer(ProviderKind.Ollama, time);
        Script(server, "0.33.0", Coder).Hangs("/api/ps");
        var models = server.ModelsAsync();
        while (!server.Asked.Contains("/api/tags"))
        {
            await Task.Yield();
        }

        Assert.False(models.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(Assert.Single(await models.WaitAsync(TimeSpan.FromSeconds(20))).IsWarm);
    }

    [Theory]
    [InlineData("/", "Not Found", 404)]
    [InlineData("/", "<html>SGLang</html>", 200)]
    [InlineData("/api/version", "Not Found", 404)]
    [InlineData("/api/version", "{}", 200)]
    public async Task Server_ThatIsNoOllama_IsBelievedItsNamesOnly(string address, string body, int status)
    {
        using var server = Ollama("0.33.0", Coder)
            .Answers("/v1/models", """{"data":[{"id":"llama","max_model_len":1}]}""").Answers(address, body, status);
        var found = await server.DiscoverAsync();
        Assert.Equal(new ModelFacts("llama") { IsPlaceUnproved = true }, Assert.Single(found.Models));
        Assert.Equal(OllamaDiscovery.NoOllama, found.Note);
        Assert.DoesNotContain(server.Asked, a => a is "/api/tags" or "/api/ps");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/version")]
    [InlineData("/api/tags")]
    public async Task Question_ThatIsNeededAndHangs_IsAFailedProbeAndNoProofOfAnything(string address)
    {
        using var server = Ollama("0.33.0", Coder).Answers("/v1/models", """{"data":[]}""").Hangs(address);
        using var limit = new CancellationTokenSource();
        var found = server.DiscoverAsync(limit.Token);
        await limit.CancelAsync();
        Assert.Contains("ollama serve", (await found).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Probe_NeverLoadsAModel()
    {
        using var server = Ollama("0.12.0", OldCoder);
        await server.ModelAsync();
        Assert.Equal(["/", "/api/ps", "/api/show coder:7b", "/api/tags", "/api/version"], server.Asked.Order());
    }

    private static ScriptedServer Ollama(string version, string models) => Script(new ScriptedServer(ProviderKind.Ollama), version, models);

    private static ScriptedServer Script(ScriptedServer server, string version, string models) => server
        .Answers("/", "Ollama is running")
        .Answers("/api/version", $$"""{"version":"{{version}}"}""")
        .Answers("/api/tags", Tags(models))
        .Answers("/api/ps", """{"models":[]}""");

    private static string Tags(string models) => $$"""{"models":[{{models}}]}""";
}
