using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>A failing backend is left alone and comes back, requests go on meanwhile, and a client's fault excludes no backend.</summary>
public sealed class FailingBackendsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private SimulatedBackend _a = null!;
    private SimulatedBackend _b = null!;
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _a = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        _b = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        _gateway = TestGateway.Start(
            $$"""
            backends:
              - { name: a, provider: openai, url: "{{_a.Url}}" }
              - { name: b, provider: openai, url: "{{_b.Url}}" }
            routes:
              - { name: Both, candidates: [ { backend: a, model: sim-model }, { backend: b, model: sim-model } ] }
              - { name: OnlyA, candidates: [ { backend: a, model: sim-model } ] }
            resilience: { retries: 0 }
            """,
            _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.AgreesAsync(mayLose: false, (_a, ["a"]), (_b, ["b"]));
        await _gateway.DisposeAsync();
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Fact]
    public async Task Backend_ThatFailsFiveTimesInARow_IsLeftAloneWhileAllRequestsSucceed_AndIsBackWithin40Seconds()
    {
        _a.Script("sim-model", new ModelScript { Error = "serverError" });
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal("b", await ServedAsync("Both"));
        }

        // Out after the fifth, in far less than two seconds, since the clock stands still: the other 195 never saw it.
        Assert.Equal(5, _a.Received.Count);

        _a.Script("sim-model", new ModelScript());
        var served = new List<string>();
        for (var second = 0; second < 40; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            served.Add(await ServedAsync("Both"));
        }

        Assert.Contains("a", served);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("a", await ServedAsync("Both"));
    }

    [Fact]
    public async Task LastCandidate_IsNeverShut()
    {
        _a.Script("sim-model", new ModelScript { Error = "serverError" });
        for (var i = 0; i < 20; i++)
        {
            using var failed = await ChatAsync("OnlyA");
            await failed.ErrorAsync(503);
        }

        Assert.Equal(20, _a.Received.Count);
        _a.Script("sim-model", new ModelScript());
        Assert.Equal("a", await ServedAsync("OnlyA"));
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("a", await ServedAsync("Both"));
    }

    [Fact]
    public async Task ModelsThatAreOut_AreTriedWhenNothingElseIsLeft()
    {
        _a.Script("sim-model", new ModelScript { Error = "serverError" });
        _b.Script("sim-model", new ModelScript { Error = "serverError" });
        for (var i = 0; i < 10; i++)
        {
            using var failed = await ChatAsync("Both");
            await failed.ErrorAsync(503);
        }

        _b.Script("sim-model", new ModelScript());
        Assert.Equal("b", await ServedAsync("Both"));
    }

    [Fact]
    public async Task FaultsOfClients_NeverCount()
    {
        _a.Script("sim-model", new ModelScript { Error = "badRequest" });
        for (var i = 0; i < 30; i++)
        {
            using var refused = await ChatAsync("Both");
            await refused.ErrorAsync(400);
        }

        Assert.Empty(_b.Received);
        _a.Script("sim-model", new ModelScript());
        Assert.Equal("a", await ServedAsync("Both"));
    }

    [Fact]
    public async Task ClientsThatLeave_NeverCount()
    {
        _a.Script("sim-model", new ModelScript { Hold = true });
        for (var i = 0; i < 10; i++)
        {
            using var leaves = new CancellationTokenSource();
            var chat = ChatAsync("Both", cancellationToken: leaves.Token);
            await _a.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
            await leaves.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chat);
        }

        _a.Script("sim-model", new ModelScript());
        Assert.Equal("a", await ServedAsync("Both"));
    }

    [Fact]
    public async Task CredentialThatIsRefused_IsNoFaultOfTheHost()
    {
        _a.Script("sim-model", new ModelScript { Error = "badKey" });
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("b", await ServedAsync("Both"));
        }

        // Left alone for the credential's sake, a minute at a time, and not for thirty seconds that double.
        Assert.Single(_a.Received);
        _a.Script("sim-model", new ModelScript());
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("a", await ServedAsync("Both"));
    }

    [Fact]
    public async Task StreamThatBreaksInItsMiddle_CountsThoughItWasCommitted()
    {
        _a.Script("sim-model", new ModelScript { Fail = FailureMode.Reset });
        for (var i = 0; i < 5; i++)
        {
            using var broken = await ChatAsync("Both", stream: true);
            await broken.Content.ReadAsStringAsync();
            await _gateway.Log.WaitForAsync("backend=a", i + 1);
        }

        Assert.Equal("b", await ServedAsync("Both"));
    }

    private async Task<string> ServedAsync(string name)
    {
        using var response = await ChatAsync(name);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return response.Header("x-gateway-backend");
    }

    private async Task<HttpResponseMessage> ChatAsync(string name, bool stream = false, CancellationToken cancellationToken = default)
    {
        using var content = new StringContent(CatalogRig.Body(name, stream ? ",\"stream\":true" : ""), null, "application/json");
        return await _gateway.Client.PostAsync("/v1/chat/completions", content, cancellationToken);
    }
}
