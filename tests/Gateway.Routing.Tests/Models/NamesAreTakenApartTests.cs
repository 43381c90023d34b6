using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

public class NamesAreTakenApartTests
{
    [Theory]
    [InlineData("qwen3", TransportPrefixes.None, null, "qwen3", null)]
    [InlineData("qwen3:latest", TransportPrefixes.None, null, "qwen3", "latest")]
    [InlineData("Pro/BAAI/bge-m3", TransportPrefixes.Pro, "BAAI", "bge-m3", null)]
    [InlineData("pro/baai/bge-m3", TransportPrefixes.Pro, "baai", "bge-m3", null)]
    [InlineData("LoRA/Qwen/Qwen2.5-7B-Instruct", TransportPrefixes.Lora, "Qwen", "Qwen2.5-7B-Instruct", null)]
    [InlineData(
        "ft:LoRA/Qwen/Qwen2.5-7B-Instruct:x:y", TransportPrefixes.FineTuned | TransportPrefixes.Lora, "Qwen", "Qwen2.5-7B-Instruct", null)]
    [InlineData("hf.co/bartowski/Foo-GGUF:Q4_K_M", TransportPrefixes.Hub, "bartowski", "Foo-GGUF", "Q4_K_M")]
    [InlineData("Vendor-A/Qwen/Qwen2.5-72B", TransportPrefixes.Other, "Qwen", "Qwen2.5-72B", null)]
    [InlineData("registry.local:5000/team/foo:7b", TransportPrefixes.Other, "team", "foo", "7b")]
    [InlineData("", TransportPrefixes.None, null, "", null)]
    [InlineData("//:", TransportPrefixes.None, null, "", null)]
    public void Prefixes_AreFlags_AndTheNameRemains(string id, TransportPrefixes transport, string? organisation, string name, string? tag)
    {
        var parsed = ModelName.Parse(id);
        Assert.Equal((transport, organisation, name, tag), (parsed.Transport, parsed.Organisation, parsed.BaseName, parsed.OllamaTag));
    }

    [Theory]
    [InlineData("kimi-k2.6:cloud", true)]
    [InlineData("gpt-oss:120B-CLOUD", true)]
    [InlineData("gpt-oss:120b", false)]
    [InlineData("cloudy:7b", false)]
    public void CloudModel_IsToldByItsEnd(string id, bool expected) => Assert.Equal(expected, ModelName.Parse(id).IsCloudModel);

    [Theory]
    [InlineData("codellama:7b-code", false)]
    [InlineData("llama3:8b-text", false)]
    [InlineData("google/gemma-3-4b-pt", false)]
    [InlineData("Qwen/Qwen3-8B-Base", false)]
    [InlineData("Qwen/Qwen3-8B", true)]
    [InlineData("MiniMax-Text-01", true)]
    [InlineData("BAAI/bge-m3", false)]
    public void Chat_IsForModelsThatConverse(string id, bool expected) =>
        Assert.Equal(expected, ModelName.Parse(id).Tags.HasFlag(Tag.Chat));
}
