using Gateway.Simulator.Dialects;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Models;

public class FactsOfNameTests
{
    [Theory]
    [InlineData("qwen2.5-coder:7b", "qwen2 7.6B chat: completion tools insert")]
    [InlineData("qwen2.5-coder:14b", "qwen2 14B chat: completion tools insert")]
    [InlineData("qwen3-coder:30b-a3b-q4_K_M", "qwen3moe 30.5B chat: completion tools")]
    [InlineData("yi-coder:9b", "llama 8.8B chat: completion")]
    [InlineData("qwen2.5vl:7b", "qwen25vl 8.3B chat: completion vision")]
    [InlineData("deepseek-r1:7b", "qwen2 7.6B chat: completion thinking")]
    [InlineData("deepseek-r1:671b", "deepseek2 671.0B chat: completion thinking")]
    [InlineData("deepseek-ai/DeepSeek-R1", "deepseek2 671.0B chat: completion tools thinking")]
    [InlineData("qwen3:8b", "qwen3 8.2B chat: completion tools thinking")]
    [InlineData("nomic-embed-text:latest", "nomic-bert 137M embedding: embedding")]
    [InlineData("BAAI/bge-m3", "bert 567M embedding: embedding")]
    [InlineData("BAAI/bge-reranker-v2-m3", "bert 568M reranker: ")]
    [InlineData("gpt-oss:120b-cloud", "gptoss 116.8B chat: completion tools thinking")]
    [InlineData("big:cloud", "qwen2 7.6B chat: completion tools thinking")]
    [InlineData("FunAudioLLM/CosyVoice2-0.5B", "qwen2 0.5B text-to-speech: audio")]
    [InlineData("Wan-AI/Wan2.2-T2V-A14B", "wan 27B text-to-video: ")]
    public void Name_TellsWhatIsTrueOfTheModel(string name, string facts)
    {
        var model = FactsOfName.Complete(name, null);

        Assert.Equal(facts, $"{model.Family} {model.ParameterSize} {model.SubType}: {string.Join(' ', model.Capabilities)}");
    }

    [Theory]
    [InlineData("7.6B", 7_600_000_000)]
    [InlineData("137M", 137_000_000)]
    [InlineData("26B-A4B", 26_000_000_000)]
    [InlineData("many", 0)]
    public void ParameterCount_FollowsFromItsText(string text, long count) =>
        Assert.Equal(count, FactsOfName.Complete("m", new() { ParameterSize = text }).ParameterCount);

    [Fact]
    public void Given_GoesBeforeTheName_AndTheRestFollowsFromIt()
    {
        var model = FactsOfName.Complete("qwen3:8b", new() { Capabilities = ["embedding"], Quantization = "Q8_0" });

        Assert.Equal(("embedding", "embedding", "Q8_0", 8), (model.SubType, model.LmStudioType, model.Quantization, model.BitsPerWeight));
        Assert.Equal("qwen3", model.Family);
        Assert.False(model.CanChat);
    }

    [Fact]
    public void Remote_FollowsFromTheEnding_UnlessDenied()
    {
        var remote = FactsOfName.Complete("gpt-oss:120b-cloud", null);
        var denied = FactsOfName.Complete("gpt-oss:120b-cloud", new() { RemoteHost = "" });
        var renamed = FactsOfName.Complete("mine:7b", new() { RemoteModel = "gpt-oss:20b" });

        Assert.Equal(("https://ollama.com", "gpt-oss:120b"), (remote.RemoteHost, remote.RemoteModel));
        Assert.Equal((null, null), (denied.RemoteHost, denied.RemoteModel));
        Assert.Equal(("https://ollama.com", "gpt-oss:20b"), (renamed.RemoteHost, renamed.RemoteModel));
        Assert.True(remote.Size < 1000 && denied.Size > 1_000_000_000);
    }

    [Theory]
    [InlineData(Personality.Ollama)]
    [InlineData(Personality.SiliconFlow)]
    [InlineData(Personality.LmStudio)]
    [InlineData(Personality.DeepSeek)]
    public void DefaultModels_AreInTheTable(Personality personality) => Assert.All(
        KnownDialects.Of(personality).DefaultModels,
        name => Assert.Contains(KnownModels.Rows, row => name.Contains(row.Part, StringComparison.OrdinalIgnoreCase)));
}
