using Gateway.Routing.Models;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Tests.Backends;

namespace Gateway.Tests.Promises;

/// <summary>What each provider says of its models arrives in the catalog.</summary>
public sealed class DiscoveryFactsTests
{
    [Fact]
    public async Task Ollama_TellsCapabilitiesSizesAndWhatLeavesTheMachine()
    {
        await using var ollama = await StartAsync(Personality.Ollama, new() { Personality = Personality.Ollama, Warm = ["qwen3:8b"] });
        await using var gateway = ProbedGateway.Start(ollama, "ollama");
        Assert.Equal("0.33.0", gateway.State().Version);
        var coder = gateway.Fact("qwen2.5-coder:7b");
        Assert.Equal(["completion", "tools", "insert"], coder.Capabilities!.Value);
        Assert.Equal(
            ("7.6B", "Q4_K_M", "qwen2", 32768, false, false),
            (coder.ParameterSize, coder.Quantization, coder.Family, coder.ContextLength, coder.IsWarm, coder.IsRemote));
        Assert.True(coder.Judges.HasFlag(Tag.Audio));

        var warm = gateway.Fact("qwen3:8b");
        Assert.Equal((true, 4096), (warm.IsWarm, warm.ServedContext));
        var cloud = gateway.Fact("gpt-oss:120b-cloud");
        Assert.Equal((true, null), (cloud.IsRemote, cloud.IsWarm));
        Assert.Equal(["embedding"], gateway.Fact("nomic-embed-text:latest").Capabilities!.Value);
    }

    [Fact]
    public async Task OldOllama_IsAskedForTheCapabilitiesOfEachModelOnce()
    {
        await using var ollama = await StartAsync(Personality.OllamaOld, new()
        {
            Personality = Personality.OllamaOld,
            OllamaVersion = "0.9.6",
            Facts = new Dictionary<string, SimulatedModel> { ["qwen3:8b"] = new() { ServedContext = 8192 } },
        });
        await using var gateway = ProbedGateway.Start(ollama, "ollama");
        Assert.Equal(["completion", "tools", "insert"], gateway.Fact("qwen2.5-coder:7b").Capabilities!.Value);
        Assert.Equal((8192, 40960), (gateway.Fact("qwen3:8b").ServedContext, gateway.Fact("qwen3:8b").ContextLength));
        Assert.False(gateway.Fact("qwen3:8b").Judges.HasFlag(Tag.Audio));

        await gateway.NextRoundAsync(() => ollama.Asked.GetValueOrDefault("/api/ps") == 2);
        Assert.Equal(ollama.Models.Count, ollama.Asked["/api/show"]);
    }

    [Fact]
    public async Task SiliconFlow_TellsTypesByItsLists()
    {
        await using var cloud = await StartAsync(Personality.SiliconFlow);
        await using var gateway = ProbedGateway.Start(cloud, "siliconflow");
        Assert.Equal(cloud.Models, gateway.Facts().Select(m => m.Model));
        Assert.Equal(
            [ModelType.Chat, ModelType.Embedding, ModelType.Rerank, ModelType.Image, ModelType.Transcription, ModelType.Video, null],
            new[]
            {
                "Qwen/Qwen3-8B", "Qwen/Qwen3-Embedding-8B", "BAAI/bge-reranker-v2-m3", "Kwai-Kolors/Kolors",
                "FunAudioLLM/SenseVoiceSmall", "Wan-AI/Wan2.2-T2V-A14B", "FunAudioLLM/CosyVoice2-0.5B",
            }.Select(m => gateway.Fact(m).Type));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LmStudio_OfEitherVersion_TellsSensesToolsAndWhatIsLoaded(bool isOld)
    {
        await using var studio = await StartAsync(Personality.LmStudio, new()
        {
            Personality = Personality.LmStudio,
            Models = ["sees", "calls"],
            LmStudioBeforeV1 = isOld,
            Warm = ["calls"],
            Facts = new Dictionary<string, SimulatedModel>
            {
                ["sees"] = new() { Capabilities = ["completion", "vision"], ContextLength = 32768 },
                ["calls"] = new() { Capabilities = ["completion", "tools"], ContextLength = 32768 },
            },
        });
        await using var gateway = ProbedGateway.Start(studio, "lmstudio");
        Assert.Contains("vision", gateway.Fact("sees").Capabilities!.Value);
        Assert.Contains("tool_use", gateway.Fact("calls").Capabilities!.Value);
        Assert.True(gateway.Fact("calls").Judges.HasFlag(Tag.Vision | Tag.Tools));
        Assert.Equal(
            (false, true, 32768), (gateway.Fact("sees").IsWarm, gateway.Fact("calls").IsWarm, gateway.Fact("calls").ContextLength));
    }

    [Fact]
    public async Task LlamaCpp_TellsSizeContextAndSenses()
    {
        await using var server = await StartAsync(Personality.LlamaCpp, new()
        {
            Personality = Personality.LlamaCpp,
            Models = ["m.gguf"],
            Facts = new Dictionary<string, SimulatedModel>
            {
                ["m.gguf"] = new()
                {
                    Capabilities = ["completion", "vision"],
                    ContextLength = 65536,
                    ServedContext = 16384,
                    ParameterSize = "8B"
                },
            },
        });
        await using var gateway = ProbedGateway.Start(server, "llamacpp");
        var model = gateway.Fact("m.gguf");
        Assert.Equal(["vision"], model.Capabilities!.Value);
        Assert.Equal(
            (65536, 16384, "8B", Tag.Vision | Tag.Audio), (model.ContextLength, model.ServedContext, model.ParameterSize, model.Judges));
    }

    [Fact]
    public async Task Vllm_TellsTheContextItServes()
    {
        await using var server = await StartAsync(Personality.Vllm, new() { Personality = Personality.Vllm, Models = ["m"] });
        await using var gateway = ProbedGateway.Start(server, "vllm");
        Assert.NotNull(gateway.Fact("m").ServedContext);
    }

    [Theory]
    [InlineData("deepseek", Personality.DeepSeek)]
    [InlineData("openai", Personality.OpenAi)]
    public async Task Others_TellTheirNames(string provider, Personality personality)
    {
        await using var server = await StartAsync(personality);
        await using var gateway = ProbedGateway.Start(server, provider);
        Assert.Equal(server.Models.Select(m => new ModelFacts(m)), gateway.Facts());
    }

    private static Task<SimulatedBackend> StartAsync(Personality personality, SimulatorOptions? options = null) =>
        SimulatedBackend.StartAsync(options ?? new SimulatorOptions { Personality = personality });
}
