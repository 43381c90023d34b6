using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>
/// Legal answers are read, whatever their label. Answers in the wrong form are corrected or reported as what they are, and their
/// tokens count.
/// </summary>
public sealed class FramingOfAnswersTests
{
    private const string Text = "All of it came.";

    [Theory]
    [InlineData("Text/Event-Stream")]
    [InlineData("TEXT/EVENT-STREAM; Charset=UTF-8")]
    [InlineData("text/event-stream;")]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("application/octet-stream")]
    public async Task Stream_UnderAnyLabel_IsAStream(string label)
    {
        await using var rig = await Rig.StartAsync();
        foreach (var script in new ModelScript[] { new(), new() { Comments = true }, new() { NullEvents = true }, new() { WriteSize = 1 } })
        {
            rig.Open.Script(Rig.OpenModel, script with { ContentType = label, Text = Text });
            Assert.Equal(Text, (await rig.StreamAsync("Open")).Whole().Content);
        }
    }

    public static TheoryData<ModelScript> Forms() =>
    [
        new ModelScript { NullEvents = true },
        new ModelScript { Cr = true },
        new ModelScript { Cr = true, WriteSize = 1 },
        new ModelScript { SplitData = true },
        new ModelScript { SplitData = true, Crlf = true, WriteSize = 3 },
        new ModelScript { SplitData = true, Cr = true, NullEvents = true, Comments = true },
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Stream_InAnyLegalForm_IsWholeInEventsOfOneLine(ModelScript script)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, script with { Text = Text });
        var stream = (await rig.StreamAsync("Open")).Whole();
        Assert.Equal(Text, stream.Content);
        Assert.DoesNotContain("data: null", stream.Text, StringComparison.Ordinal);
        var events = stream.Text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.StartsWith("data", StringComparison.Ordinal));
        Assert.All(events, line => Assert.True(line.EndsWith('}') || line == "data: [DONE]", line));
    }

    [Fact]
    public async Task WholeAnswer_WhereAStreamWasAskedFor_IsMadeIntoOne()
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { OtherFraming = true, Reasoning = "I think.", Text = Text });
        using var response = await rig.ChatAsync(
            "Open", stream: true, new JsonObject { ["stream_options"] = new JsonObject { ["include_usage"] = true } });
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = new Sse(await response.Content.ReadAsStringAsync()).Whole();
        Assert.Equal((Text, "I think."), (stream.Content, stream.Reasoning));
        Assert.All(stream.Events, e => Assert.Equal("chat.completion.chunk", (string?)e["object"]));
        Assert.Contains(stream.Events, e => e["usage"] is JsonObject);
        await AssertCountedAsync(rig, response);
    }

    [Fact]
    public async Task WholeAnswer_WithToolCalls_IsMadeIntoAStreamThatNumbersThem()
    {
        await using var rig = await Rig.StartAsync();
        var call = new ScriptedToolCall { Name = "weather", Arguments = """{"city":"Paris"}""" };
        rig.Open.Script(Rig.OpenModel, new ModelScript { OtherFraming = true, ToolCalls = [call, call], FinishReason = "stop" });
        var stream = (await rig.StreamAsync("Open")).Whole("tool_calls");
        Assert.Equal([0, 1], stream.Deltas.SelectMany(d => d["tool_calls"]?.AsArray() ?? []).Select(c => (int)c!["index"]!));
    }

    [Fact]
    public async Task Stream_WhereAWholeAnswerWasAskedFor_IsAClear502AndItsTokensCount()
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { OtherFraming = true, Text = Text });
        using var response = await rig.ChatAsync("Cloud");
        var message = (string)(await response.ErrorAsync(502))["message"]!;
        Assert.Contains("asked for a whole answer and sent a stream", message, StringComparison.Ordinal);
        Assert.DoesNotContain(Text, message, StringComparison.Ordinal);
        await AssertCountedAsync(rig, response);
    }

    [Fact]
    public async Task Chunks_OnBareLines_AreAClear502AndTheirTokensCount()
    {
        const string Chunks = """
            {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"All of it came."},"finish_reason":null}]}
            {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7}}

            """;
        await using var backend = await QuotingBackend.StartAsync(200, "application/x-ndjson", Chunks);
        await using var gateway = TestGateway.Start(ErrorsInAnswersTests.Yaml(backend));
        using var response = await ErrorsInAnswersTests.ChatAsync(gateway, stream: true);
        Assert.Contains("asked for a stream", (string?)(await response.ErrorAsync(502))["message"], StringComparison.Ordinal);
        var tokens = Assert.Single(await gateway.RecordsOfAsync(response), r => r.Tokens.Prompt > 0).Tokens;
        Assert.Equal((11, 7), (tokens.Prompt, tokens.Output));
    }

    // Not one of these is an error, and so each may be what the model said.
    [Theory]
    [InlineData("text/plain", "All of it came.")]
    [InlineData("text/markdown", "<b>All of it came.</b>")]
    [InlineData("application/json", "\"All of it came.\"")]
    [InlineData("application/json", "[\"All of it came.\"]")]
    [InlineData("application/json", """{"response":"All of it came.","done":true}""")]
    [InlineData("application/json", """{"message":{"role":"assistant","content":"All of it came."},"done":true}""")]
    [InlineData("application/json", """{"choices":[{"message":{"content":"All of it came."}""")]
    [InlineData("application/json", """{"error":{"code":500},"choices":[{"message":{"content":"All of it came."}}]}""")]
    [InlineData("text/event-stream", "All of it came.\n\n")]
    [InlineData("text/event-stream", "data: All of it came.\n\n")]
    [InlineData("text/event-stream", "data: \"All of it came.\"\n\n")]
    [InlineData("text/event-stream", """{"choices":[{"index":0,"message":{"content":"All of it came."},"finish_reason":"stop"}]}""")]
    public async Task Error_NeverQuotesWhatMayBeTheAnswer(string type, string body)
    {
        await using var backend = await QuotingBackend.StartAsync(200, type, body);
        await using var gateway = TestGateway.Start(ErrorsInAnswersTests.Yaml(backend));
        foreach (var stream in new[] { true, false })
        {
            using var response = await ErrorsInAnswersTests.ChatAsync(gateway, stream);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode == 502 || !text.Contains("\"error\"", StringComparison.Ordinal), text);
            Assert.True((int)response.StatusCode == 200 || !text.Contains("of it came", StringComparison.Ordinal), text);
        }

        Assert.DoesNotContain("of it came", string.Join('\n', gateway.Log.Lines), StringComparison.Ordinal);
    }

    private const string Whole =
        """{"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"All of it came."},"finish_reason":"stop"}]}""";

    [Theory]
    [InlineData(201, "application/json", Whole)]
    [InlineData(200, "application/json", "\ufeff" + Whole)]
    [InlineData(
        203, "text/event-stream",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"All of it came.\"},\"finish_reason\":\"stop\"}]}\n\ndata: "
        + "\"[DONE]\"\n\n")]
    [InlineData(
        200, "text/event-stream",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"All of it came.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [done]\n\n")]
    public async Task Answer_UnderAnotherSuccess_OrWithAMark_IsAnAnswer(int status, string type, string body)
    {
        await using var backend = await QuotingBackend.StartAsync(status, type, body);
        await using var gateway = TestGateway.Start(ErrorsInAnswersTests.Yaml(backend));
        using var streamed = await ErrorsInAnswersTests.ChatAsync(gateway, stream: true);
        Assert.Equal(200, (int)streamed.StatusCode);
        Assert.Equal(Text, new Sse(await streamed.Content.ReadAsStringAsync()).Whole().Content);
        if (type == "application/json")
        {
            using var response = await ErrorsInAnswersTests.ChatAsync(gateway, stream: false);
            Assert.Equal((200, Whole), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        }
    }

    [Theory]
    [InlineData(206, "text/plain", "All of it came.")]
    [InlineData(226, "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"All of it came.\"}}]}\n\n")]
    public async Task Success_ThatIsNoAnswer_IsNotQuoted(int status, string type, string body)
    {
        await using var backend = await QuotingBackend.StartAsync(status, type, body);
        await using var gateway = TestGateway.Start(ErrorsInAnswersTests.Yaml(backend));
        using var response = await ErrorsInAnswersTests.ChatAsync(gateway, stream: true);
        Assert.DoesNotContain("of it came", (string?)(await response.ErrorAsync(502))["message"], StringComparison.Ordinal);
        Assert.DoesNotContain("of it came", string.Join('\n', gateway.Log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"message\":null")]
    [InlineData("\"delta\":{\"content\":\"\"}")]
    [InlineData("\"message\":{\"role\":\"\",\"content\":\"\"}")]
    [InlineData("\"text\":\"\"")]
    [InlineData("\"message\":{\"content\":\"\"},\"message\":{\"reasoning\":\"x\"}")]
    public async Task WholeAnswer_WithoutAMessageOrItsRole_HasBoth(string member)
    {
        await using var backend = await QuotingBackend.StartAsync(
            200, "application/json", $$"""{"choices":[{"index":0,{{member}},"finish_reason":"stop"}]}""");
        await using var gateway = TestGateway.Start(ErrorsInAnswersTests.Yaml(backend));
        using var response = await ErrorsInAnswersTests.ChatAsync(gateway, stream: false);
        var message = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["choices"]![0]!["message"]!;
        Assert.Equal(("assistant", ""), ((string?)message["role"], (string?)message["content"]));
    }

    private static async Task AssertCountedAsync(Rig rig, HttpResponseMessage response)
    {
        var told = (await rig.Gateway.RecordsOfAsync(response)).Where(r => r.Tokens.Source == UsageSource.Backend).ToList();
        var served = new[] { rig.Ollama.Served, rig.Cloud.Served, rig.Open.Served };
        Assert.Equal(served.Sum(s => s.CompletionTokens), told.Sum(r => (long)r.Tokens.Output!));
        Assert.Equal(served.Sum(s => s.PromptTokens), told.Sum(r => (long)r.Tokens.Prompt!));
    }
}
