using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// A request that a backend or model says it cannot serve goes to the next candidate, and such requests avoid it for a while.
/// </summary>
public sealed class LearnsFromRefusalsTests
{
    private const string Tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]";
    private const string Schema = ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{}}}";
    private const string Effort = ",\"reasoning_effort\":\"low\"";
    private const string Text = "\"hi\"";
    private const string Image = """[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]""";
    private const string Why = "it refused a request for it lately";

    [Theory]
    [InlineData("vllm", "noToolParser", "--enable-auto-tool-choice", "400")]
    [InlineData("ollama", "doesNotSupportTools", "does not support tools", "upstream_refused")]
    [InlineData("ollama", "doesNotSupportThinking", "does not support thinking", "upstream_refused")]
    [InlineData("ollama", "noVision", "Multimodal data provided, but model does not", "400")]
    [InlineData("ollama", "noEmbeddings", "does not support embeddings", "upstream_refused")]
    [InlineData("ollama", "imageAddress", "image URLs are not currently supported", "upstream_refused")]
    [InlineData("llamacpp", "noImages", "image input is not supported", "upstream_refused")]
    [InlineData("llamacpp", "embeddingModel", "does not logits computation", "upstream_refused")]
    [InlineData("llamacpp", "infillNotSupported", "Infill is not supported", "upstream_refused")]
    [InlineData("llamacpp", "notForChat", "does not support completions", "upstream_refused")]
    [InlineData("siliconflow", "fimNotSupported", "FIM", "20031")]
    [InlineData("siliconflow", "prefixNotSupported", "Prefix", "20030")]
    [InlineData("siliconflow", "noThinking", "enable_thinking", "20015")]
    [InlineData("siliconflow", "indecent451", "not safe", "upstream_refused")]
    public async Task Refusal_OfOneThatCannot_IsAskedOfTheNext_IsFinalWithoutOne_AndCountsAgainstNobody(
        string provider, string name, string words, string code)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Error = name });
        for (var i = 0; i < 6; i++)
        {
            using var answered = await rig.ChatAsync(stream: i % 2 == 0, tag: "First");
            Assert.Equal("other", answered.Header("x-gateway-backend"));
        }

        using var refused = await rig.ChatAsync(stream: false);
        var error = await refused.ErrorAsync(400);
        Assert.Contains(words, (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal(code, (string?)error["code"]);
        Assert.Equal("false", refused.Header("x-should-retry"));
        rig.Script(new ModelScript());
        using var well = await rig.ChatAsync(stream: false, tag: "First");
        Assert.Equal("it", well.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task VllmWithoutAToolParser_IsAskedOnceAndThenKnown()
    {
        await using var rig = await ProviderRig.StartAsync("vllm", facts: new() { ToolParser = false });
        Assert.Equal(("other", "2"), await ServedAsync(rig, Tools));
        Assert.Equal(("other", "1"), await ServedAsync(rig, Tools));
        Assert.Equal(("it", "1"), await ServedAsync(rig, ""));
        Assert.Equal(2, rig.Backend.Received.Count);

        using var refused = await rig.SendAsync(Body("Only", Tools));
        var error = await refused.ErrorAsync(400);
        Assert.Equal("no_capable_model", (string?)error["code"]);
        Assert.Contains($"cannot call tools ({Why})", (string?)error["message"], StringComparison.Ordinal);
        using var content = new StringContent(Body("First", Tools), null, "application/json");
        using var explained = await rig.Gateway.Client.PostAsync("/v1/route/explain", content);
        var candidate = (await explained.Content.ReadFromJsonAsync<JsonNode>())!["candidates"]!.AsArray().Single(
            c => (string?)c!["backend"] == "it")!;
        Assert.Equal(("LacksDemand", $"cannot call tools ({Why})"), ((string?)candidate["verdict"], (string?)candidate["reason"]));
        Assert.Equal("refusal", (string?)candidate["card"]!["lacks"]!["Tools"]);
        Assert.Contains(
            "\"lacks\":{\"Tools\":\"refusal\"}", await rig.Gateway.Client.GetStringAsync("/v1/models"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai", "This model does not support tools", Tools, Text, true)]
    [InlineData("openai", "This model does not support image input", "", Image, true)]
    [InlineData("openai", "json_schema is not supported here", Schema, Text, true)]
    // What the request did not hold is not believed, nor what it holds itself.
    [InlineData("openai", "This model does not support tools", Schema, Text, false)]
    [InlineData("openai", "This model does not support image input", Tools, Text, false)]
    [InlineData("openai", "Unknown tool 'support tools'", Tools, "\"support tools\"", false)]
    [InlineData("openai", "Something here does not support that", Tools, Text, false)]
    public async Task Lack_IsLearned_WhereTheRequestHeldWhatIsLacking(
        string provider, string message, string members, string content, bool isLearned)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { ErrorStatus = 400, ErrorBody = $$$"""{"error":{"message":"{{{message}}}"}}""" });
        using var first = await rig.SendAsync(Body("Only", members, content));
        await first.ErrorAsync(400);
        using var second = await rig.SendAsync(Body("Only", members, content));
        Assert.Equal(isLearned, (string?)(await second.ErrorAsync(400))["code"] == "no_capable_model");
        Assert.Equal(isLearned ? 1 : 2, rig.Backend.Received.Count);
        var list = await rig.Gateway.Client.GetStringAsync("/v1/models");
        Assert.Equal(isLearned, list.Contains("\"lacks\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Thinking_ThatIsRefused_TakesTheTagFromTheCard()
    {
        await using var rig = await ProviderRig.StartAsync("openai");
        rig.Script(new ModelScript { ErrorStatus = 400, ErrorBody = """{"error":{"message":"m does not support thinking"}}""" });
        using var refused = await rig.SendAsync(Body("Only", Effort));
        await refused.ErrorAsync(400);
        Assert.Contains(
            "\"lacks\":{\"Reasoning\":\"refusal\"}", await rig.Gateway.Client.GetStringAsync("/v1/models"), StringComparison.Ordinal);
        rig.Script(new ModelScript());
        // To think is nothing that a request demands: the next one is sent.
        Assert.Equal(("it", "1"), await ServedAsync(rig, ""));
    }

    [Fact]
    public async Task Lack_IsForgotten_AfterSomeHours()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var world = await World.StartAsync(time);
        Assert.Equal("other", await world.ServedAsync());
        Assert.Equal("other", await world.ServedAsync());
        Assert.Single(world.Backend.Received);
        world.Backend.SetFacts("m", new() { ToolParser = true });
        time.Advance(TimeSpan.FromMinutes(119));
        Assert.Equal("other", await world.ServedAsync());
        await WaitUntil.TrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return await world.ServedAsync() == "it";
        });
    }

    [Fact]
    public async Task Lack_IsForgotten_WhenTheBackendComesBack()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var world = await World.StartAsync(time);
        Assert.Equal("other", await world.ServedAsync());
        Assert.Equal("other", await world.ServedAsync());
        Assert.Single(world.Backend.Received);

        world.Backend.SetFacts("m", new() { ToolParser = true });
        world.Backend.Listing(new ListingScript { Status = 503 });
        time.Advance(TimeSpan.FromMinutes(1));
        await world.Gateway.Log.WaitForAsync("Backend it is not usable");
        world.Backend.Listing(null);
        await WaitUntil.TrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return await world.ServedAsync() == "it";
        });
        Assert.True(time.GetUtcNow() < DateTimeOffset.UnixEpoch.AddYears(56) + TimeSpan.FromMinutes(100));
    }

    [Fact]
    public async Task OperatorsWord_GoesBeforeARefusal()
    {
        await using var world = await World.StartAsync(TimeProvider.System, "models: [ { backend: it, model: m, tags: [Tools] } ]");
        Assert.Equal("other", await world.ServedAsync());
        Assert.Equal("other", await world.ServedAsync());
        Assert.Equal(2, world.Backend.Received.Count);
    }

    private static string Body(string model, string members, string content = Text) =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":{{content}}}]{{members}}}""";

    private static async Task<(string Backend, string Attempts)> ServedAsync(ProviderRig rig, string members)
    {
        using var response = await rig.SendAsync(Body("First", members));
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
        return (response.Header("x-gateway-backend"), response.Header("x-gateway-attempts"));
    }

    /// <summary>A vLLM without a parser for tools, an OpenAI behind it, and a gateway with a clock.</summary>
    private sealed class World : IAsyncDisposable
    {
        private SimulatedBackend _other = null!;

        public SimulatedBackend Backend { get; private init; } = null!;

        public TestGateway Gateway { get; private set; } = null!;

        public static async Task<World> StartAsync(TimeProvider time, string extra = "")
        {
            var world = new World
            {
                Backend = await SimulatedBackend.StartAsync(new()
                {
                    Personality = Personality.Vllm,
                    Models = ["m"],
                    Facts = new Dictionary<string, SimulatedModel> { ["m"] = new() { ToolParser = false } },
                }),
            };
            world._other = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
            world.Gateway = TestGateway.Start(
                $$"""
                backends:
                  - { name: it, provider: vllm, url: "{{world.Backend.Url}}" }
                  - { name: other, provider: openai, url: "{{world._other.Url}}" }
                routes:
                  - { name: First, candidates: [ { backend: it, model: m }, { backend: other, model: sim-model } ] }
                {{extra}}
                """,
                time);
            return world;
        }

        public async Task<string> ServedAsync()
        {
            using var content = new StringContent(Body("First", Tools), null, "application/json");
            using var response = await Gateway.Client.PostAsync("/v1/chat/completions", content);
            Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
            return response.Header("x-gateway-backend");
        }

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Backend.DisposeAsync();
            await _other.DisposeAsync();
        }
    }
}
