using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>Every provider completes bare text, whole and streamed, with the same promises as for chats.</summary>
public sealed class CompletionsTests
{
    private const string Text = "one two three four five";

    public static TheoryData<string> Providers => ["ollama", "siliconflow", "openai", "lmstudio", "llamacpp", "vllm", "deepseek"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Answer_IsATextWithItsReasonAndUsage_AndInTheLedger(string provider)
    {
        await using var rig = await StartAsync(provider);
        using var response = await rig.Gateway.CompleteAsync(Body("Only", ",\"max_tokens\":50"));
        var answer = await response.WholeAsync();
        Assert.Equal("text_completion", (string?)answer["object"]);
        Assert.All(["id", "model"], name => Assert.NotEqual("", (string?)answer[name]));
        Assert.True((long)answer["created"]! > 0);
        var choice = answer["choices"]!.AsArray().Single()!;
        Assert.Equal((Text, "stop", 0), ((string?)choice["text"], (string?)choice["finish_reason"], (int)choice["index"]!));
        Assert.Null(choice["message"]);
        Assert.True((int)answer["usage"]!["prompt_tokens"]! > 0);
        Assert.Equal(5, (int)answer["usage"]!["completion_tokens"]!);
        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal(("completions", AnswerEnd.Complete, "it"), (record.Operation, record.End, record.Backend));
        Assert.Equal((UsageSource.Backend, 5), (record.Tokens.Source, record.Tokens.Output));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Stream_IsTextsAndOneEnd_AndTellsUsageToWhoAsks(string provider)
    {
        await using var rig = await StartAsync(provider);
        using var response = await rig.Gateway.CompleteAsync(Body("Only", ",\"stream\":true"));
        var stream = (await response.EventsAsync()).Whole();
        Assert.Equal(Text, stream.TextOf());
        Assert.All(stream.Events, static e => Assert.Equal("text_completion", (string?)e["object"]));
        // Continue reads the first choice of each event without looking.
        Assert.All(stream.Events, static e => Assert.NotNull((string?)e["choices"]![0]!["text"]));
        Assert.All(stream.Events, static e => Assert.Null(e["usage"]));
        Assert.Equal((UsageSource.Backend, 5), await UsageOfAsync(rig, response));

        using var asked = await rig.Gateway.CompleteAsync(Body("Only", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        var told = (await asked.EventsAsync()).Whole();
        Assert.Empty(told.Events[^1]["choices"]!.AsArray());
        Assert.Equal(("text_completion", 5), ((string?)told.Events[^1]["object"], (int)told.Events[^1]["usage"]!["completion_tokens"]!));
        Assert.Equal(Text, told.TextOf());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Stream_ThatBreaks_EndsWithOneErrorEvent_AndIsSoInTheLedger(string provider)
    {
        await using var rig = await StartAsync(provider);
        rig.Script(new ModelScript { Text = Text, Fail = FailureMode.PlainEnd, FailAfterChunks = 2 });
        using var response = await rig.Gateway.CompleteAsync(Body("Only", ",\"stream\":true"));
        var stream = (await response.EventsAsync()).Broken();
        Assert.Equal("one two", stream.TextOf().TrimEnd());
        Assert.NotEqual(AnswerEnd.Complete, (await rig.Gateway.RecordOfAsync(response)).End);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Backend_ThatFailsBeforeItBegins_IsFollowedByTheNext(bool isStreamed)
    {
        await using var rig = await ProviderRig.StartAsync("openai");
        rig.Script(new ModelScript { Error = "serverError" });
        using var response = await rig.Gateway.CompleteAsync(Body("First", isStreamed ? ",\"stream\":true" : ""));
        Assert.Equal(("other", "2"), (response.Header("x-gateway-backend"), response.Header("x-gateway-attempts")));
        Assert.Contains("text_completion", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ThatForgetsItsReason_IsGivenOne()
    {
        await using var rig = await StartAsync("openai");
        rig.Script(new ModelScript { Text = Text, OmitFinish = true });
        using var response = await rig.Gateway.CompleteAsync(Body("Only", ",\"stream\":true"));
        var stream = (await response.EventsAsync()).Whole();
        Assert.Equal(("", "text_completion"), ((string?)stream.Choices.Last()["text"], (string?)stream.Events[^1]["object"]));
    }

    [Fact]
    public async Task Members_ThatNobodyKnows_AndTheRest_GoByteForByte()
    {
        await using var rig = await StartAsync("openai");
        const string Rest =
            "\"prompt\":\"a\\u0062\", \"best_of\" : 1,\"echo\":false,\"x\":{\"tools\":[ 1,2 "
            + "]},\"functions\":3,\"messages\":7,\"stop\":[\"\\n\\n\"]}";
        using var response = await rig.Gateway.CompleteAsync($"{{\"model\":\"Only\",{Rest}");
        await response.WholeAsync();
        Assert.Equal($"{{\"model\":\"{ProviderRig.Model}\",{Rest}", rig.Backend.LastJson());
    }

    [Fact]
    public async Task Limit_IsSentUnderTheNameThatCompletionsHave()
    {
        await using var rig = await StartAsync("openai");
        using var response = await rig.Gateway.CompleteAsync(Body("Only", ",\"max_completion_tokens\":2"));
        Assert.Equal("length", (string?)(await response.WholeAsync())["choices"]![0]!["finish_reason"]);
        Assert.Equal(2, (int)rig.Backend.LastBody()["max_tokens"]!);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Prompt_OfOneTextInAList_IsThatText(string provider)
    {
        await using var rig = await StartAsync(provider);
        using var response = await rig.Gateway.CompleteAsync("""{"model":"Only","prompt":["Once upon a time"]}""");
        await response.WholeAsync();
        Assert.Equal("Once upon a time", (string?)rig.Backend.LastBody()["prompt"]);
    }

    [Theory]
    [InlineData("[\"a\",\"b\"]", "openai,llamacpp,vllm", "several answers")]
    [InlineData("[1,2,3]", "openai,llamacpp,vllm", "numbers of tokens")]
    [InlineData("[[1,2],[3]]", "openai,vllm", "numbers of tokens")]
    public async Task Prompt_ThatIsNoOneText_GoesWhereItIsTaken_AndIs400Elsewhere(string prompt, string takers, string words)
    {
        foreach (string provider in takers.Split(','))
        {
            await using var taker = await StartAsync(provider);
            using var taken = await taker.Gateway.CompleteAsync($$"""{"model":"Only","prompt":{{prompt}}}""");
            await taken.WholeAsync();
        }

        await using var rig = await StartAsync("ollama");
        using var refused = await rig.Gateway.CompleteAsync($$"""{"model":"Only","prompt":{{prompt}}}""");
        var error = await refused.ErrorAsync(400);
        Assert.Equal("no_capable_model", (string?)error["code"]);
        Assert.Contains(words, (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Backend.Received);
    }

    [Theory]
    [InlineData("{\"model\":\"Only\"}", "prompt", "missing_required_parameter")]
    [InlineData("{\"model\":\"Only\",\"prompt\":[]}", "prompt", null)]
    [InlineData("{\"model\":\"Only\",\"prompt\":null}", "prompt", null)]
    [InlineData("{\"model\":\"Only\",\"prompt\":{\"a\":1}}", "prompt", null)]
    [InlineData("{\"model\":\"Only\",\"prompt\":[\"a\",1]}", "prompt", null)]
    [InlineData("{\"model\":\"Only\",\"prompt\":[[1,\"a\"]]}", "prompt", null)]
    [InlineData("{\"model\":\"Only\",\"prompt\":\"a\",\"suffix\":1}", "suffix", null)]
    [InlineData("{\"model\":\"Only\",\"prompt\":\"a\",\"prompt\":\"b\"}", "prompt", null)]
    [InlineData("{\"model\":\"Only\",\"prompt\":\"a\",\"Prompt\":\"b\"}", "prompt", null)]
    public async Task Body_ThatIsWrong_Is400WithTheMember(string body, string param, string? code)
    {
        await using var rig = await StartAsync("openai");
        using var response = await rig.Gateway.CompleteAsync(body);
        var error = await response.ErrorAsync(400);
        Assert.Equal(param, (string?)error["param"]);
        Assert.True(code is null || code == (string?)error["code"], (string?)error["code"]);
    }

    [Theory]
    [InlineData("/completions")]
    [InlineData("/beta/completions")]
    [InlineData("/v1/v1/completions")]
    public async Task Address_OfEveryClient_IsTheSame(string path)
    {
        await using var rig = await StartAsync("openai");
        using var response = await rig.Gateway.CompleteAsync(Body("Only"), path);
        Assert.Equal(Text, (string?)(await response.WholeAsync())["choices"]![0]!["text"]);
    }

    [Theory]
    [InlineData("/fim/completions")]
    [InlineData("/v1/fim/completions")]
    public async Task FimAddress_AnswersWithMessages(string path)
    {
        await using var rig = await StartAsync("openai");
        using var response = await rig.Gateway.CompleteAsync(Body("Only"), path);
        var answer = await response.WholeAsync();
        Assert.Equal("chat.completion", (string?)answer["object"]);
        var choice = answer["choices"]!.AsArray().Single()!;
        Assert.Equal((Text, "assistant"), ((string?)choice["message"]!["content"], (string?)choice["message"]!["role"]));
        Assert.Null(choice["text"]);

        using var streamed = await rig.Gateway.CompleteAsync(Body("Only", ",\"stream\":true"), path);
        var stream = (await streamed.EventsAsync()).Whole();
        Assert.Equal((Text, ""), (stream.Content, stream.TextOf()));
        Assert.Equal("assistant", (string?)stream.Deltas.First()["role"]);
        Assert.All(stream.Events, static e => Assert.Equal("chat.completion.chunk", (string?)e["object"]));
    }

    [Fact]
    public async Task Quota_OfTokens_CountsThem()
    {
        await using var rig = await QuotaRig.StartAsync("{ per: owner, tokensPerDay: 100 }");
        rig.Open.Script(Rig.OpenModel, new ModelScript { Text = Text });
        using var first = await rig.Gateway.CompleteAsync("""{"model":"Open","prompt":"Once upon a time","max_tokens":40}""");
        await first.WholeAsync();
        using var second = await rig.Gateway.CompleteAsync("""{"model":"Open","prompt":"Once upon a time","max_tokens":99}""");
        await second.ErrorAsync(402);
        Assert.Equal(9, (long)(await rig.LimitAsync("tokens_per_day"))["used"]!);
    }

    // An Ollama cuts a chat without a word, so what may not fit is not sent there; of a bare text it is told not to, and says itself
    // whether it fits.
    [Theory]
    [InlineData(3_600, 200)]
    [InlineData(6_000, 400)]
    public async Task Prompt_ThatMayNotFit_IsLeftToAnOllama_WhichRefusesIt(int tokens, int status)
    {
        await using var ollama = await SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama, Models = ["a:7b"] });
        await using var gateway = TestGateway.Start($$"""backends: [ { name: own, provider: ollama, url: "{{ollama.Url}}" } ]""");
        var text = new string('x', 4 * tokens);
        using var chat = await gateway.CompleteAsync(
            $$"""{"model":"a:7b","messages":[{"role":"user","content":"{{text}}"}]}""", "/v1/chat/completions");
        Assert.Equal((400, 0), ((int)chat.StatusCode, ollama.Served.Requests));

        using var response = await gateway.CompleteAsync($$"""{"model":"a:7b","prompt":"{{text}}"}""");
        Assert.Equal((status, 1), ((int)response.StatusCode, ollama.Served.Requests));
        if (status == 400)
        {
            Assert.Equal("prompt_too_long", (string?)(await response.ErrorAsync(400))["code"]);
        }
    }

    private static async Task<ProviderRig> StartAsync(string provider)
    {
        var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Text = Text });
        return rig;
    }

    private static async Task<(UsageSource, int?)> UsageOfAsync(ProviderRig rig, HttpResponseMessage response)
    {
        var record = await rig.Gateway.RecordOfAsync(response);
        return (record.Tokens.Source, record.Tokens.Output);
    }

    private static string Body(string model, string more = "") => $$"""{"model":"{{model}}","prompt":"Once upon a time"{{more}}}""";
}
