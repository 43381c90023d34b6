using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Gateway.Tests.Telemetry;
using Gateway.Tests.Telemetry.Collector;

namespace Gateway.Tests.Promises;

/// <summary>
/// If a backend silently cuts a prompt, the client, the ledger and the operator are told, and the model's context is trusted less from
/// then on.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class CutPromptsTests
{
    // What this Ollama gives is 4,096, whatever the operator says: of some 8,850 tokens it reads 2,050.
    private const string SaysTooMuch = "contextLength: 32768";

    private static readonly string Prompt = string.Concat(Enumerable.Repeat("secret-word ", 2_950));

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Prompt_ThatIsCut_IsToldToAll(bool stream, bool asksForUsage)
    {
        await using var rig = await TelemetryRig.StartAsync(backendExtra: SaysTooMuch);
        using var response = await rig.Rig.ChatAsync("Local", stream, Long(asksForUsage));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(200, (int)response.StatusCode);

        const string Words = "the model read 2050 tokens of a prompt that has 3097 at the least; the rest was cut";
        if (stream)
        {
            new Sse(text).Whole();
            Assert.EndsWith($"\n\n: prompt-cut: {Words}\n\ndata: [DONE]\n\n", text, StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("x-gateway-prompt-cut"));
        }
        else
        {
            Assert.Equal(Words, response.Header("x-gateway-prompt-cut"));
        }

        var record = await rig.Rig.Gateway.RecordOfAsync(response);
        Assert.Equal((UsageMarks.PromptCut, 2050), (record.Marks & UsageMarks.PromptCut, record.Tokens.Prompt));
        var line = await rig.Rig.Gateway.Log.WaitForAsync("Warning 4020 ");
        Assert.Contains(
            "ollama read 2050 tokens of a prompt for qwen2.5-coder:7b that has 3097 at the least and about 8854", line,
            StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Rig.Gateway.Log.Lines, static l => l.Contains("secret-word", StringComparison.Ordinal));
        await rig.FlushAsync();
        var counted = rig.Point("gateway.prompts.cut");
        Assert.Equal(("backend=ollama model=qwen2.5-coder:7b", 1d), (counted.Words, counted.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Prompt_ThatIsReadWhole_IsNotSaidToBeCut(bool stream)
    {
        await using var rig = await Rig.StartAsync();
        // The cloud reads any length.
        using var response = await rig.ChatAsync("Cloud", stream, Long());
        Assert.DoesNotContain("prompt-cut", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("x-gateway-prompt-cut"));
        Assert.Equal(UsageMarks.None, (await rig.Gateway.RecordOfAsync(response)).Marks);
    }

    // A server that nobody knows the context of; what it read is what it takes, until it says better.
    [Fact]
    public async Task Model_ThatCutAPrompt_IsSentNoLongOneAgain()
    {
        var read = 2050;
        await using var rig = await WritingRig.StartAsync(c => WritingBackend.WriteAsync(
            c,
            $$$"""data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":{{{read}}},"completion_tokens":1,"total_tokens":2}}""" + "\n\ndata: [DONE]\n\n"));
        var body = new JsonObject
        {
            ["model"] = "First",
            ["stream"] = true,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = Prompt }),
        }.ToJsonString();
        Assert.Equal("written", await ServedAsync(rig, body));
        await WaitUntil.TrueAsync(async () => await ServedAsync(rig, body) == "other");
        Assert.Equal("written", await ServedAsync(rig, body.Replace(Prompt, "short", StringComparison.Ordinal)));
    }

    // The document goes, and the question about it stays: of an Ollama's drop of whole messages little is left.
    [Fact]
    public async Task Prompt_WhoseFirstMessageIsDropped_IsCut()
    {
        await using var rig = await Rig.StartAsync(backendExtra: SaysTooMuch);
        var messages = new JsonArray(
            new JsonObject { ["role"] = "user", ["content"] = Prompt },
            new JsonObject { ["role"] = "assistant", ["content"] = "I see." },
            new JsonObject { ["role"] = "user", ["content"] = "Sum it up." });
        using var response = await rig.ChatAsync("Local", more: new JsonObject { ["messages"] = messages });
        Assert.Contains("the model read ", response.Header("x-gateway-prompt-cut"), StringComparison.Ordinal);
        Assert.Equal(UsageMarks.PromptCut, (await rig.Gateway.RecordOfAsync(response)).Marks);
    }

    // Nothing corrects the operator but he himself, so he is told each time.
    [Fact]
    public async Task Context_ThatTheOperatorSaid_Stays_AndEachCutIsTold()
    {
        await using var rig = await Rig.StartAsync(backendExtra: SaysTooMuch);
        for (var nth = 1; nth <= 3; nth++)
        {
            using var response = await rig.ChatAsync("Local", more: Long());
            Assert.Equal((200, "ollama"), ((int)response.StatusCode, response.Header("x-gateway-backend")));
            Assert.Contains("the rest was cut", response.Header("x-gateway-prompt-cut"), StringComparison.Ordinal);
            Assert.Equal(UsageMarks.PromptCut, (await rig.Gateway.RecordOfAsync(response)).Marks);
            await rig.Gateway.Log.WaitForAsync("Warning 4020 ", nth);
        }
    }

    // Servers that are known to refuse have another reason for a short count, such as a cache.
    [Theory]
    [InlineData("llamacpp", 2050, false)]
    [InlineData("vllm", 2050, false)]
    [InlineData("siliconflow", 2050, false)]
    [InlineData("lmstudio", 2050, true)]
    [InlineData("openai", 2050, true)]
    [InlineData("openai", 100, false)]
    [InlineData("ollama", 100, true)]
    public async Task Count_ThatIsTooShort_IsOfACutPrompt_WhereAServerMayCut(string provider, int read, bool isCut)
    {
        var (answer, told) = (HeldBackend.Answer, $"\"prompt_tokens\":{read}");
        await using var held = await HeldBackend.StartAsync();
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: it, provider: {{provider}}, url: "{{held.Url}}", contextLength: 32768 } ]
            routes: [ { name: Only, candidates: [ { backend: it, model: m } ] } ]
            """);
        var body = new JsonObject
        {
            ["model"] = "Only",
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = Prompt })
        };
        using var content = new StringContent(body.ToJsonString(), null, "application/json");
        var sent = gateway.Client.PostAsync("/v1/chat/completions", content);
        (await held.NextAsync()).Serve(answer.Replace("\"prompt_tokens\":1", told, StringComparison.Ordinal));
        using var response = await sent;
        Assert.Equal((200, isCut), ((int)response.StatusCode, response.Headers.Contains("x-gateway-prompt-cut")));
    }

    private static async Task<string?> ServedAsync(WritingRig rig, string body)
    {
        using var content = new StringContent(body, null, "application/json");
        using var response = await rig.Gateway.Client.PostAsync("/v1/chat/completions", content);
        await response.Content.ReadAsStringAsync();
        return response.Header("x-gateway-backend");
    }

    private static JsonObject Long(bool asksForUsage = false)
    {
        var more = new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = Prompt }) };
        if (asksForUsage)
        {
            more["stream_options"] = new JsonObject { ["include_usage"] = true };
        }

        return more;
    }
}
