using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>
/// Each provider fills a gap in its own format (FIM). The gateway knows by proof which models can, and asks one that cannot at most once.
/// </summary>
public sealed class FillInTheMiddleTests
{
    private const string Text = "one two three four five";
    private const string Gap = ",\"suffix\":\"return c\",\"max_tokens\":50,\"temperature\":0,\"stop\":\"<end>\"";

    public static TheoryData<string> Fillers => ["ollama", "llamacpp", "siliconflow", "deepseek", "openai"];

    [Theory]
    [MemberData(nameof(Fillers))]
    public async Task Gap_IsFilled_WholeAndStreamed_WithUsageInTheLedger(string provider)
    {
        await using var rig = await StartAsync(provider);
        using var response = await rig.Gateway.CompleteAsync(Body("Only"));
        var answer = await response.WholeAsync();
        var choice = answer["choices"]!.AsArray().Single()!;
        Assert.Equal(
            ("text_completion", Text, "stop"), ((string?)answer["object"], (string?)choice["text"], (string?)choice["finish_reason"]));
        Assert.Equal(5, (int)answer["usage"]!["completion_tokens"]!);

        using var streamed = await rig.Gateway.CompleteAsync(Body("Only", ",\"stream\":true"));
        var stream = (await streamed.EventsAsync()).Whole();
        Assert.Equal(Text, stream.TextOf());
        Assert.All(stream.Events, static e => Assert.NotNull((string?)e["choices"]![0]!["text"]));
        var record = await rig.Gateway.RecordOfAsync(streamed);
        Assert.Equal(
            ("completions", AnswerEnd.Complete, UsageSource.Backend, 5),
            (record.Operation, record.End, record.Tokens.Source, record.Tokens.Output));

        using var cut = await rig.Gateway.CompleteAsync(
            """{"model":"Only","prompt":"a","suffix":"b","max_tokens":2}""", "/v1/fim/completions");
        var message = (await cut.WholeAsync())["choices"]![0]!;
        Assert.Equal(("one two", "length"), (((string?)message["message"]!["content"])!.Trim(), (string?)message["finish_reason"]));
    }

    [Theory]
    [InlineData(
        "ollama", "/api/generate",
        """{"prompt":"def f(","suffix":"return c","raw":false,"truncate":false,"options":{"num_predict":50,"temperature":0,"stop":["<end>"]}}""")]
    [InlineData(
        "llamacpp", "/infill", """{"input_prefix":"def f(","input_suffix":"return c","n_predict":50,"temperature":0,"stop":"<end>"}""")]
    [InlineData("siliconflow", "/v1/completions", """{"prompt":"def f(","suffix":"return c","max_tokens":50}""")]
    [InlineData("deepseek", "/beta/completions", """{"prompt":"def f(","suffix":"return c","max_tokens":50}""")]
    public async Task Gap_IsSaidInTheProvidersWords_AndWhatNobodyKnowsStays(string provider, string path, string members)
    {
        await using var rig = await StartAsync(provider);
        using var response = await rig.Gateway.CompleteAsync(Body("Only", ",\"keep_alive\":\"5m\",\"x\":[ 1 ]"));
        await response.WholeAsync();
        Assert.Equal(path, rig.Backend.Received[^1].Path);
        var sent = rig.Backend.LastBody();
        foreach (var (name, value) in JsonNode.Parse(members)!.AsObject())
        {
            Assert.True(JsonNode.DeepEquals(value, sent[name]), $"{name}: {sent}");
        }

        Assert.Contains("\"x\":[ 1 ]", rig.Backend.LastJson(), StringComparison.Ordinal);
        Assert.Equal(ProviderRig.Model, (string?)sent["model"]);
    }

    [Fact]
    public async Task BareText_StaysOutOfOllamasTemplate()
    {
        await using var rig = await StartAsync("ollama");
        using var response = await rig.Gateway.CompleteAsync(
            """{"model":"Only","prompt":"<|fim_prefix|>a<|fim_suffix|>b<|fim_middle|>","stream":true}""");
        Assert.Equal(Text, (await response.EventsAsync()).Whole().TextOf());
        Assert.Equal(("/api/generate", true), (rig.Backend.Received[^1].Path, (bool)rig.Backend.LastBody()["raw"]!));
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("llamacpp")]
    public async Task Stream_InOtherWords_ThatBreaks_EndsWithOneErrorEvent(string provider)
    {
        await using var rig = await StartAsync(provider);
        rig.Script(new ModelScript { Text = Text, Fail = FailureMode.PlainEnd, FailAfterChunks = 2 });
        using var response = await rig.Gateway.CompleteAsync(Body("Only", ",\"stream\":true"));
        Assert.Equal("one two", (await response.EventsAsync()).Broken().TextOf().TrimEnd());

        using var next = await rig.Gateway.CompleteAsync(Body("Only"));
        Assert.InRange((int)next.StatusCode, 500, 599);
    }

    [Theory]
    [InlineData("vllm")]
    [InlineData("lmstudio")]
    public async Task Provider_ThatFillsInNothing_IsNotAsked(string provider)
    {
        await using var rig = await StartAsync(provider);
        using var refused = await rig.Gateway.CompleteAsync(Body("Only"));
        var error = await refused.ErrorAsync(400);
        Assert.Equal("no_capable_model", (string?)error["code"]);
        Assert.Contains("fill in the middle", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Backend.Received);

        // An empty suffix asks for nothing, though it would be refused.
        using var bare = await rig.Gateway.CompleteAsync("""{"model":"Only","prompt":"a","suffix":""}""");
        await bare.WholeAsync();
        Assert.Null(rig.Backend.LastBody()["suffix"]);
    }

    [Fact]
    public async Task Model_ThatCannot_Is400WithWhoCould_AndTheTagLeadsToThese()
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions
        {
            Personality = Personality.Ollama,
            Models = ["fills:7b", "talks:7b"],
            Facts = new Dictionary<string, SimulatedModel>
            {
                ["fills:7b"] = CompletionRig.Fills,
                ["talks:7b"] = new() { Capabilities = ["completion"] }
            },
        });
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: it, provider: ollama, url: "{{backend.Url}}" }
            """);
        using var refused = await gateway.CompleteAsync(Body("talks:7b"));
        var error = await refused.ErrorAsync(400);
        Assert.Equal("no_capable_model", (string?)error["code"]);
        Assert.Contains("Models that can: it/fills:7b", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(backend.Received);

        using var found = await gateway.CompleteAsync(Body("FIM"));
        await found.WholeAsync();
        Assert.Equal("fills:7b", (string?)backend.LastBody()["model"]);
    }

    [Theory]
    [InlineData("siliconflow", "fimNotSupported")]
    [InlineData("siliconflow", "completionsNotSupported")]
    [InlineData("llamacpp", "infillNotSupported")]
    public async Task Model_ThatRefusesAGap_IsAskedOnce(string provider, string error)
    {
        await using var rig = await StartAsync(provider);
        rig.Script(new ModelScript { Error = error });
        using var first = await rig.Gateway.CompleteAsync(Body("Only"));
        await first.ErrorAsync(400);
        rig.Script(new ModelScript { Text = Text });
        using var second = await rig.Gateway.CompleteAsync(Body("Only"));
        Assert.Equal("no_capable_model", (string?)(await second.ErrorAsync(400))["code"]);
        Assert.Single(rig.Backend.Received);
        Assert.Contains("\"lacks\":{\"FIM\":\"refusal\"}", await rig.Gateway.Client.GetStringAsync("/v1/models"), StringComparison.Ordinal);

        using var bare = await rig.Gateway.CompleteAsync("""{"model":"Only","prompt":"a"}""");
        await bare.WholeAsync();
    }

    [Theory]
    [InlineData("llamacpp", true)]
    [InlineData("siliconflow", true)]
    // It may be any server, and most pass over what they do not know.
    [InlineData("openai", false)]
    public async Task Answer_ProvesThatAModelFillsIn_WhereItWouldHaveBeenRefused(string provider, bool isProof)
    {
        await using var rig = await StartAsync(provider);
        using var before = await rig.Gateway.CompleteAsync(Body("FIM"));
        Assert.False(before.IsSuccessStatusCode);
        using var named = await rig.Gateway.CompleteAsync(Body("Only"));
        await named.WholeAsync();
        if (isProof)
        {
            await WaitUntil.TrueAsync(async () =>
            {
                using var after = await rig.Gateway.CompleteAsync(Body("FIM"));
                return after.IsSuccessStatusCode;
            });
        }
        else
        {
            using var after = await rig.Gateway.CompleteAsync(Body("FIM"));
            Assert.False(after.IsSuccessStatusCode);
        }
    }

    [Theory]
    [InlineData("ollama")]
    [InlineData("llamacpp")]
    public async Task Client_ThatTypesOn_FreesItsPlaceAtOnce(string provider)
    {
        await using var rig = await StartAsync(provider);
        rig.Script(new ModelScript { Words = 200, TokensPerSecond = 5 });
        for (var key = 0; key < 3; key++)
        {
            using var leave = new CancellationTokenSource();
            using var response = await rig.Gateway.CompleteAsync(Body("Only", ",\"stream\":true"), stop: leave.Token);
            await using var body = await response.Content.ReadAsStreamAsync();
            Assert.True(await body.ReadAsync(new byte[16]) > 0);
            var gone = rig.Backend.NextClientGoneAsync();
            response.Dispose();
            await gone.WaitAsync(TimeSpan.FromSeconds(30));
        }

        rig.Script(new ModelScript { Text = Text });
        using var last = await rig.Gateway.CompleteAsync(Body("Only"));
        await last.WholeAsync();
    }

    private static async Task<ProviderRig> StartAsync(string provider)
    {
        var rig = await ProviderRig.StartAsync(provider, facts: CompletionRig.Fills);
        rig.Script(new ModelScript { Text = Text });
        return rig;
    }

    private static string Body(string model, string more = "") => $$"""{"model":"{{model}}","prompt":"def f("{{Gap}}{{more}}}""";
}
