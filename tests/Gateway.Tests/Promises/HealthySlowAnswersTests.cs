using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// A healthy model may be slow: on an own machine with a long prompt, on a backend that shows signs of life, or while it waits its turn.
/// </summary>
public sealed class HealthySlowAnswersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));

    [Theory]
    [InlineData("ollama")]
    [InlineData("lmstudio")]
    [InlineData("llamacpp")]
    [InlineData("vllm")]
    public async Task OwnMachine_WhoseModelIsLoaded_IsWaitedForBeyondAMinute(string provider)
    {
        await using var rig = await SlowRig.StartAsync(provider, _time);
        // It answers once, and is known to be loaded.
        using (var first = await rig.ChatAsync("First"))
        {
            new Sse(await first.Content.ReadAsStringAsync()).Whole();
            await rig.Backend.NextRequestAsync().WaitAsync(Patience);
        }

        using var response = await rig.AfterAsync("First", TimeSpan.FromSeconds(65));
        Assert.Equal("it", response.Header("x-gateway-backend"));
        new Sse(await response.Content.ReadAsStringAsync()).Whole();
    }

    [Theory]
    [InlineData(100, 60, "other")]
    [InlineData(20_000, 65, "it")]
    public async Task OwnMachine_OfAnyKind_IsGivenTheTimeThatItsPromptTakes(int words, int seconds, string served)
    {
        await using var rig = await SlowRig.StartAsync("openai", _time);
        using var response = await rig.AfterAsync(
            "First", TimeSpan.FromSeconds(seconds), string.Join(' ', Enumerable.Repeat("word", words)));
        Assert.Equal(served, response.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task CloudBackend_ThatIsSilentForAMinute_IsLeft()
    {
        await using var rig = await SlowRig.StartAsync("siliconflow", _time, "local: false");
        using var response = await rig.AfterAsync("First", TimeSpan.FromSeconds(60));
        Assert.Equal("other", response.Header("x-gateway-backend"));
    }

    [Theory]
    [InlineData("firstByteTimeout: 1s", true)]
    [InlineData("firstByteTimeout: 1s", false)]
    [InlineData("warmFirstByteTimeout: 1s", true)]
    public async Task SlowAnswers_BeyondTheOperatorsLimit_NeverTakeAHealthyModelOut(string limit, bool stream)
    {
        await using var rig = await SlowRig.StartAsync("vllm", _time, limit);
        for (var i = 0; i < 7; i++)
        {
            using var late = await rig.AfterAsync("First", TimeSpan.FromSeconds(1), stream: stream);
            Assert.Equal("other", late.Header("x-gateway-backend"));
        }

        rig.Backend.Script(SlowRig.Model, new ModelScript());
        using var response = await rig.ChatAsync("First", stream: stream);
        Assert.Equal("it", response.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task Backend_ThatIsSilentBeyondWhatAHealthyOneMayTake_IsTakenOut()
    {
        await using var rig = await SlowRig.StartAsync("siliconflow", _time, "local: false");
        for (var i = 0; i < 5; i++)
        {
            using var late = await rig.AfterAsync("First", TimeSpan.FromSeconds(60));
            Assert.Equal("other", late.Header("x-gateway-backend"));
        }

        rig.Backend.Script(SlowRig.Model, new ModelScript());
        using var response = await rig.ChatAsync("First");
        Assert.Equal("other", response.Header("x-gateway-backend"));
        Assert.Equal(5, rig.Backend.Received.Count);
    }

    [Fact]
    public async Task Streams_CutByTheOperatorsIdleLimit_NeverTakeAHealthyModelOut()
    {
        await using var rig = await SlowRig.StartAsync("vllm", _time, "idleTimeout: 1s");
        rig.Backend.Script(SlowRig.Model, new ModelScript { Fail = FailureMode.Silence, FailAfterChunks = 2 });
        for (var i = 0; i < 6; i++)
        {
            using var cut = await rig.ChatAsync("First");
            Assert.Equal("it", cut.Header("x-gateway-backend"));
            var rest = cut.Content.ReadAsStringAsync();
            while (!rest.IsCompleted)
            {
                // It waits for the second event before its limit runs.
                _time.Advance(TimeSpan.FromMilliseconds(500));
                await Task.WhenAny(rest, Task.Delay(20));
            }

            new Sse(await rest).Broken();
        }

        rig.Backend.Script(SlowRig.Model, new ModelScript());
        using var response = await rig.ChatAsync("First");
        Assert.Equal("it", response.Header("x-gateway-backend"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Backend_ThatShowsThatItLives_IsWaitedForBeyondTheLimitOnItsSilence(bool stream)
    {
        // The clock is real: what counts is when each sign was read.
        await using var rig = await SlowRig.StartAsync("deepseek", TimeProvider.System, "firstByteTimeout: 2s", hold: false);
        rig.Backend.Script(
            SlowRig.Model, new ModelScript { CommentsFirst = 20, EmptyLinesFirst = 20, LifeEveryMs = 150, Text = "at last" });
        using var response = await rig.ChatAsync("First", stream: stream);
        Assert.Equal("it", response.Header("x-gateway-backend"));
        Assert.Contains("last", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "no part of an answer came")]
    [InlineData(false, "its answer was not whole")]
    public async Task Backend_ThatLivesForTooLong_IsLeftAtTheLimitForThat_InWordsThatAreTrue(bool stream, string words)
    {
        await using var rig = await SlowRig.StartAsync(
            "deepseek", TimeProvider.System, "firstByteTimeout: 1s, aliveTimeout: 1s", hold: false);
        rig.Backend.Script(SlowRig.Model, new ModelScript { CommentsFirst = 1000, EmptyLinesFirst = 1000, LifeEveryMs = 50 });
        using var response = await rig.ChatAsync("Only", stream: stream);
        var message = (string)(await response.ErrorAsync(504))["message"]!;
        Assert.Contains(words, message, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing", message, StringComparison.Ordinal);
        using var next = await rig.ChatAsync("First", stream: stream);
        Assert.Equal("other", next.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task Backend_ThatSentItsHeadersAlone_IsNotSaidToHaveSentNothing()
    {
        await using var rig = await WritingRig.StartAsync(
            async http =>
            {
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            },
            backendExtra: "firstByteTimeout: 300ms");
        using var response = await rig.ChatAsync("Only");
        var message = (string)(await response.ErrorAsync(504))["message"]!;
        Assert.Contains("responded, but no part of an answer came within 0.3 seconds", message, StringComparison.Ordinal);
    }

    private sealed class SlowRig : IAsyncDisposable
    {
        public const string Model = "some/model-1";

        private readonly SimulatedBackend _other;
        private readonly TestGateway _gateway;
        private readonly FakeTimeProvider? _time;

        private SlowRig(SimulatedBackend backend, SimulatedBackend other, TestGateway gateway, TimeProvider time) =>
            (Backend, _other, _gateway, _time) = (backend, other, gateway, time as FakeTimeProvider);

        public SimulatedBackend Backend { get; }

        public static async Task<SlowRig> StartAsync(string provider, TimeProvider time, string extra = "", bool hold = true)
        {
            var backend = await SimulatedBackend.StartAsync(
                new SimulatorOptions { Personality = Enum.Parse<Personality>(provider, ignoreCase: true), Models = [Model] });
            var other = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
            var more = extra.Length > 0 ? ", " + extra : "";
            var gateway = TestGateway.Start(
                $$"""
                backends:
                  - { name: it, provider: {{provider}}, url: "{{backend.Url}}", maxConcurrent: 0{{more}} }
                  - { name: other, provider: openai, url: "{{other.Url}}" }
                routes:
                  - { name: Only, candidates: [ { backend: it, model: {{Model}} } ] }
                  - { name: First, candidates: [ { backend: it, model: {{Model}} }, { backend: other, model: sim-model } ] }
                resilience: { retries: 0 }
                """,
                time);
            return new SlowRig(backend, other, gateway, time);
        }

        public Task<HttpResponseMessage> ChatAsync(string model, string prompt = "Say something.", bool stream = true)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = new StringContent(
                    $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{prompt}}"}],"stream":{{(stream ? "true" : "false")}}}""",
                    null,
                    "application/json"),
            };
            return _gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }

        /// <summary>A chat whose answer comes after a time.</summary>
        public async Task<HttpResponseMessage> AfterAsync(string model, TimeSpan time, string prompt = "Say something.", bool stream = true)
        {
            Backend.Script(Model, new ModelScript { Hold = true });
            var answer = ChatAsync(model, prompt, stream);
            await Backend.NextRequestAsync().WaitAsync(Patience);
            _time!.Advance(time);
            Backend.Release(Model);
            return await answer.WaitAsync(Patience);
        }

        public async ValueTask DisposeAsync()
        {
            await _gateway.DisposeAsync();
            await Backend.DisposeAsync();
            await _other.DisposeAsync();
        }
    }
}
