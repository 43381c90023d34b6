using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Loading;

/// <summary>A prompt that a model would silently cut goes to a model that can take it, or is refused with both lengths.</summary>
public sealed class LongPromptsTests
{
    [Fact]
    public async Task Prompt_LongerThanWhatTheModelIsLoadedWith_GoesElsewhere()
    {
        // The model could take 32,768 tokens; this Ollama loaded it with 4,096, and would cut the rest.
        await using var rig = await CatalogRig.StartAsync(
            CatalogRig.FreeSmallCoder, facts: new() { ["qwen2.5-coder:7b"] = new() { ServedContext = 4096 } }, warm: ["qwen2.5-coder:7b"]);
        Assert.Equal("own/qwen2.5-coder:7b", await rig.ServedAsync(Of("Coder", 3_000)));
        Assert.Equal("cloud/Qwen/Qwen2.5-Coder-7B-Instruct", await rig.ServedAsync(Of("Coder", 6_000)));
    }

    [Fact]
    public async Task Prompt_LongerThanTheOperatorSaysTheBackendServes_IsNotSentThere()
    {
        await using var own = await SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: own, provider: ollama, url: "{{own.Url}}", contextLength: 8192 } ]
            """);
        using var content = new StringContent(Of("Coder", 10_000), null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        var error = await response.ErrorAsync(400);
        Assert.Equal("prompt_too_long", (string?)error["code"]);
        Assert.Contains("about 10,004 tokens", (string?)error["message"], StringComparison.Ordinal);
        Assert.Contains("8,192 tokens, of own/", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(own.Received);
    }

    [Fact]
    public async Task Prompt_ThatABackendFindsTooLongAfterAll_GoesToALongerContext()
    {
        await using var rig = await CatalogRig.StartAsync(CatalogRig.FreeSmallCoder);
        rig.Cloud.Script("Qwen/Qwen2.5-Coder-7B-Instruct", new ModelScript { Error = "tooLong" });
        using var response = await rig.SendAsync(CatalogRig.Body("Coder:cloud"));
        Assert.Equal("Qwen/Qwen3-Coder-30B-A3B-Instruct", response.Header("x-gateway-model"));
        Assert.Equal("2", response.Header("x-gateway-attempts"));
    }

    [Theory]
    [InlineData("word ", 1000, 1000, 1500)]
    [InlineData("中文", 1000, 800, 1600)]
    [InlineData("\\u4e2d\\u6587", 1000, 800, 1600)]
    [InlineData("if (x) { return y; }\\n", 100, 400, 900)]
    public async Task Estimate_IsNearTheTruth(string text, int times, int low, int high)
    {
        await using var rig = await CatalogRig.StartAsync();
        var explanation = await rig.ExplainAsync(CatalogRig.Body("Chat", content: $"\"{string.Concat(Enumerable.Repeat(text, times))}\""));
        Assert.InRange((int)explanation["request"]!["promptTokens"]!, low, high);
    }

    private static string Of(string model, int tokens) => CatalogRig.Body(model, content: $"\"{new string('x', tokens * 4)}\"");
}
