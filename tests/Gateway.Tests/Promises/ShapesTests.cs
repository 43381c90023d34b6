using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Tests.Wire.Streams;
using Sse = Gateway.Tests.Hosting.Sse;

namespace Gateway.Tests.Promises;

/// <summary>Whatever the backend's habits, strict clients read its answers: AI SDK, OpenAI's libraries, Continue, LangChain.</summary>
public sealed class ShapesTests
{
    private const string Thinker = "deepseek-r1:7b";

    private static readonly JsonObject AsksForUsage = new() { ["stream_options"] = new JsonObject { ["include_usage"] = true } };

    public static TheoryData<Personality, bool> Personalities() =>
        [.. from p in Enum.GetValues<Personality>() from asks in (bool[])[true, false] select (p, asks)];

    [Theory]
    [MemberData(nameof(Personalities))]
    public async Task Stream_OfAnyProvider_HasItsUsageInTheLastEventIfAskedForAndNowhereElse(Personality personality, bool asks)
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = personality, Models = ["m"] });
        backend.Script("m", new ModelScript { Reasoning = "well, well", ToolCalls = [new() { Name = "f", Arguments = """{"a":1}""" }] });
        await using var gateway = Start(backend.Url.ToString(), "m");
        var (stream, type) = await AskAsync(gateway, asks, streams: true);
        Assert.Equal("text/event-stream", type);
        StrictSchema.AssertStream(stream, asks);
        var usage = new Sse(stream).Whole("tool_calls").Events[^1]["usage"] as JsonObject;
        Assert.Equal(asks, (int?)usage?["completion_tokens"] > 0);
    }

    [Fact]
    public async Task Stream_ThatFailedOverToSiliconFlow_IsOneThatContinuePrints()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "busy" });
        var stream = (await rig.StreamAsync("Coder", AsksForUsage)).Whole();
        StrictSchema.AssertStream(stream.Text, asksForUsage: true);
        Assert.NotEqual("", stream.Content);
        Assert.Equal(stream.Events[0]["id"]!.ToString(), stream.Events[^1]["id"]!.ToString());
        await rig.AgreesAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TimingsOfLlamaServer_AreNotLostWithUsage(bool asks)
    {
        await using var rig = await ProviderRig.StartAsync("llamacpp");
        var stream = (await rig.StreamAsync(asks)).Whole();
        Assert.True((int)Assert.Single(stream.Events, e => e["timings"] is not null)["timings"]!["predicted_n"]! > 0);
        Assert.All(stream.Events, e => Assert.True(asks || e["choices"]!.AsArray().Count > 0));
    }

    [Theory]
    [InlineData(ToolCallStyle.Whole)]
    [InlineData(ToolCallStyle.WholeIndexZero)]
    [InlineData(ToolCallStyle.WholeAsObject)]
    [InlineData(ToolCallStyle.Pieces)]
    [InlineData(ToolCallStyle.PiecesWithNulls)]
    [InlineData(ToolCallStyle.PiecesWithNames)]
    public async Task ToolCalls_WithoutIdsOrWithOneForAll_HaveIdsOfTheirOwn(ToolCallStyle style)
    {
        await using var rig = await Rig.StartAsync();
        foreach (var id in (string[])["", "same"])
        {
            var call = new ScriptedToolCall { Name = "f", Arguments = """{"city":"Paris, \"France\""}""", Id = id };
            rig.Open.Script(Rig.OpenModel, new ModelScript { ToolCalls = [call, call with { Name = "g" }], ToolCallStyle = style });
            var stream = (await rig.StreamAsync("Open")).Whole("tool_calls");
            StrictSchema.AssertStream(stream.Text, asksForUsage: false);
            var pieces = stream.Deltas.SelectMany(d => d["tool_calls"]?.AsArray() ?? []).Select(p => p!["function"]!);
            Assert.Equal("fg", string.Concat(pieces.Select(f => (string?)f["name"])));
            Assert.Equal(call.Arguments + call.Arguments, string.Concat(pieces.Select(f => (string?)f["arguments"])));

            var whole = await rig.AnswerAsync("Open");
            StrictSchema.AssertWhole(whole.ToJsonString());
            Assert.All(
                whole["choices"]![0]!["message"]!["tool_calls"]!.AsArray(),
                c => Assert.Equal(call.Arguments, (string?)c!["function"]!["arguments"]));
        }
    }

    [Theory]
    [InlineData(
        """{"created":1700000000.5,"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"th"}]},{"type":"text","text":"a"}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":"3","completion_tokens":2}}""")]
    [InlineData(
        """{"id":null,"created":"1700000000","model":null,"choices":[{"delta":{"content":[{"type":"thinking","thinking":"th"}]}},null]}|{"created":null,"choices":[{"delta":{"content":[{"type":"text","text":"a"}]},"finish_reason":null}]}|{"choices":[{"delta":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":3.0,"completion_tokens":2}}""")]
    public async Task Answer_OfOddShapes_IsOneThatTheStrictestClientReads(string answer)
    {
        var streams = answer.Contains('|', StringComparison.Ordinal);
        var body = streams ? string.Concat(answer.Split('|').Select(e => $"data: {e}\n\n")) + "data: [DONE]\n\n" : answer;
        await using var backend = await QuotingBackend.StartAsync(200, streams ? "text/event-stream" : "application/json", body);
        await using var gateway = Start(backend.Url, "m");
        var (text, _) = await AskAsync(gateway, asks: true, streams);
        if (streams)
        {
            StrictSchema.AssertStream(text, asksForUsage: true);
            Assert.Equal(("a", "th"), (new Sse(text).Whole().Content, new Sse(text).Reasoning));
            return;
        }

        StrictSchema.AssertWhole(text);
        var message = JsonNode.Parse(text)!["choices"]![0]!["message"]!;
        Assert.Equal(("a", "th"), ((string?)message["content"], (string?)message["reasoning_content"]));
    }

    [Theory]
    [InlineData(Thinker, "", true)]
    [InlineData("qwen2.5-coder:7b", "", false)]
    [InlineData(Thinker, "streams: { thinkTags: false }", false)]
    public async Task ThinkTags_OfAModelThatThinks_AreReasoning(string model, string setting, bool isReasoning)
    {
        await using var backend =
            await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi, Models = [model] });
        backend.Script(model, new ModelScript { Reasoning = "let me think", ReasoningField = "think", Text = "the answer", WriteSize = 7 });
        await using var gateway = Start(backend.Url.ToString(), model, setting);
        var stream = new Sse((await AskAsync(gateway, asks: false, streams: true)).Text).Whole();
        var message = JsonNode.Parse((await AskAsync(gateway, asks: false, streams: false)).Text)!["choices"]![0]!["message"]!;
        var expected = isReasoning ? ("the answer", "let me think") : ("<think>\nlet me think\n</think>\n\nthe answer", "");
        Assert.Equal(expected, (stream.Content, stream.Reasoning));
        Assert.Equal(expected, ((string?)message["content"], (string?)message["reasoning_content"] ?? ""));
    }

    private static TestGateway Start(string url, string model, string more = "") => TestGateway.Start($$"""
        backends: [ { name: b, provider: openai, url: "{{url}}" } ]
        routes: [ { name: Any, candidates: [ { backend: b, model: "{{model}}" } ] } ]
        {{more}}
        """);

    private static async Task<(string Text, string? Type)> AskAsync(TestGateway gateway, bool asks, bool streams)
    {
        var body = new JsonObject
        {
            ["model"] = "Any",
            ["stream"] = streams,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hi" })
        };
        if (asks && streams)
        {
            body["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        using var content = new StringContent(body.ToJsonString(), null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        Assert.Equal(200, (int)response.StatusCode);
        return (await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType);
    }
}
