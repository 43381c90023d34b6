using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>The backend decides what a model is for, whatever words its name contains.</summary>
public sealed class TypeOfTheBackendTests
{
    // Each holds a word of an embedding, a reranker, or of what makes images, video, speech and transcripts.
    private static readonly string[] Names =
    [
        "stella", "mochi", "my-image-prompt-writer", "e500", "clip-notes", "my-embedding-helper", "rank-talk", "reranker-chat",
        "allegro:7b",
        "sora-writer", "flux-chat", "canary", "whisper-notes", "orpheus", "speech-writer", "tts-helper:3b", "sentence-transformers/chatty",
    ];

    [Fact]
    public async Task ChatModel_OfAnOllama_IsServedWhateverItsName()
    {
        await using var rig = await CatalogRig.StartAsync(
            own: Names, facts: Names.ToDictionary(n => n, _ => new SimulatedModel { Capabilities = ["completion", "tools"] }));
        foreach (var name in Names)
        {
            Assert.Equal($"own/{name}", await rig.ServedAsync(CatalogRig.Body(name)));
            Assert.Equal(
                $"own/{name}",
                await rig.ServedAsync(CatalogRig.Body(name, ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]")));
        }

        // Behind a tag as well: it has all that its backend and its words say of a chat model.
        using var list = await rig.Client.GetAsync("/v1/models?tag=Chat%2BTools");
        var text = await list.Content.ReadAsStringAsync();
        Assert.All(Names, name => Assert.Contains($"\"id\":\"{name}\"", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lmstudio", "llm", null)]
    [InlineData("lmstudio", "vlm", null)]
    [InlineData("siliconflow", null, "chat")]
    public async Task ChatModel_OfAnotherBackend_IsServedWhateverItsName(string provider, string? type, string? subType)
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions
        {
            Personality = Enum.Parse<Personality>(provider, ignoreCase: true),
            Models = Names,
            Facts = Names.ToDictionary(
                n => n, _ => new SimulatedModel { LmStudioType = type, SubType = subType, Capabilities = ["completion"] }),
        });
        await using var gateway = TestGateway.Start($$"""backends: [ { name: it, provider: {{provider}}, url: "{{backend.Url}}" } ]""");
        foreach (var name in Names)
        {
            using var content = new StringContent(CatalogRig.Body(name), null, "application/json");
            using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
            Assert.True((int)response.StatusCode == 200, $"{name}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task EmbeddingModel_OfAnOllama_IsRefusedWhateverItsName()
    {
        await using var rig = await CatalogRig.StartAsync(
            own: ["just-chat"], facts: new() { ["just-chat"] = new() { Capabilities = ["embedding"] } });
        using var response = await rig.SendAsync(CatalogRig.Body("just-chat"));
        Assert.Equal("no_capable_model", (string?)(await response.ErrorAsync(400))["code"]);
    }
}
