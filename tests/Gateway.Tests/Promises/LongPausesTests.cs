using System.Globalization;
using Gateway.Routing.Candidates;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// Of two waits that a backend asks for, the one that ends later applies. A wait too long to believe is kept for some minutes, and then one
/// request tests whether it still applies. Nobody has to restart the gateway.
/// </summary>
public sealed class LongPausesTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private HeldBackend _backend = null!;
    private TestGateway _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _backend = await HeldBackend.StartAsync();
        _gateway = Start(_backend.Url, retries: 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Theory]
    [InlineData("1", "12", 12.5)]
    [InlineData("12", "1", 12)]
    [InlineData("1.5", "2", 2.5)]
    [InlineData("30", "86400", 300.5)]
    [InlineData("86400", "30", 300)]
    public async Task TwoWaits_HalfASecondApart_EndWithTheLater(string first, string second, double seconds)
    {
        var (one, two) = (ChatAsync(), ChatAsync());
        var (a, b) = (await _backend.NextAsync(), await _backend.NextAsync());
        a.Refuse(429, first);
        await Task.WhenAny(one, two);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        b.Refuse(429, second);
        await Task.WhenAll(one, two);

        _time.Advance(TimeSpan.FromSeconds(seconds - 0.6));
        using (var early = await ChatAsync())
        {
            await early.ErrorAsync(429);
        }

        Assert.Equal(2, _backend.Count);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await ServedAsync();
    }

    [Fact]
    public async Task Retry_ThatWaitsForTheShorter_IsNotSentWhileTheLongerLasts()
    {
        await using var backend = await HeldBackend.StartAsync();
        await using var gateway = Start(backend.Url, retries: 2);
        var (one, two) = (ChatAsync(gateway), ChatAsync(gateway));
        var (a, b) = (await backend.NextAsync(), await backend.NextAsync());
        a.Refuse(429, "1");
        b.Refuse(429, "12");
        var both = Task.WhenAll(one, two);
        for (var waited = TimeSpan.Zero; !both.IsCompleted && waited < TimeSpan.FromSeconds(10); waited += TimeSpan.FromMilliseconds(20))
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(both, Task.Delay(5));
        }

        foreach (var response in await both.WaitAsync(TimeSpan.FromSeconds(30)))
        {
            await response.ErrorAsync(429);
        }

        Assert.Equal(2, backend.Count);
    }

    [Theory]
    [InlineData("Retry-After", "86400")]
    [InlineData("Retry-After", "301")]
    [InlineData("Retry-After", "99999999999999999999")]
    [InlineData("Retry-After", "date")]
    [InlineData("retry-after-ms", "86400000")]
    public async Task WaitOfADay_FromTheOnlyCandidate_IsProbedAfterSomeMinutes_ByOne(string header, string value)
    {
        await RefusedAsync(value == "date" ? _time.GetUtcNow().AddDays(1).ToString("R", CultureInfo.InvariantCulture) : value, header);
        _time.Advance(PauseClock.Longest - Second);
        using (var early = await ChatAsync())
        {
            var error = await early.ErrorAsync(429);
            Assert.Contains("not asked again for 1 s more", (string?)error["message"], StringComparison.Ordinal);
        }

        _time.Advance(Second);
        var probe = ChatAsync();
        var asked = await _backend.NextAsync();
        // Nobody else goes while it is away.
        using (var other = await ChatAsync())
        {
            await other.ErrorAsync(429);
        }

        Assert.Equal(2, _backend.Count);
        asked.Serve();
        Assert.Equal(200, (int)(await probe).StatusCode);
        await ServedAsync();
        await ServedAsync();
    }

    [Fact]
    public async Task Probe_ThatIsRefused_BeginsThePauseAnew_AndSoOn()
    {
        await RefusedAsync("86400");
        for (var i = 0; i < 4; i++)
        {
            _time.Advance(PauseClock.Longest);
            await RefusedAsync("86400");
            using var early = await ChatAsync();
            await early.ErrorAsync(429);
        }

        // The backend's newest word goes before the day that it said first.
        _time.Advance(PauseClock.Longest);
        await RefusedAsync("10");
        _time.Advance(TimeSpan.FromSeconds(10));
        await ServedAsync();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Probe_ThatFailsWithoutAWait_EndsThePause(int status)
    {
        await RefusedAsync("86400");
        _time.Advance(PauseClock.Longest);
        var probe = ChatAsync();
        (await _backend.NextAsync()).Refuse(status);
        (await probe).Dispose();
        await ServedAsync();
    }

    [Fact]
    public async Task Probe_WhoseClientLeaves_LeavesItToTheNext()
    {
        await RefusedAsync("86400");
        _time.Advance(PauseClock.Longest);
        using var leaves = new CancellationTokenSource();
        var probe = ChatAsync(cancellationToken: leaves.Token);
        await _backend.NextAsync();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
        await _gateway.Log.WaitForAsync(" 4000 ", 2);
        await ServedAsync();
    }

    [Fact]
    public async Task LimitOfADay_BySiliconFlowsWords_IsProbedToo()
    {
        await using var gateway = Start(_backend.Url, retries: 0, provider: "siliconflow");
        await RefusedAsync(null, message: "Details: RPD limit reached.", gateway: gateway);
        _time.Advance(PauseClock.Longest - Second);
        using (var early = await ChatAsync(gateway))
        {
            await early.ErrorAsync(429);
        }

        _time.Advance(Second);
        await ServedAsync(gateway);
    }

    [Theory]
    [InlineData("server busy")]
    [InlineData("Loading model")]
    public async Task CloudThatIsFullOrLoads_AndSaysForHowLong_IsLeftAloneUntilThen(string message)
    {
        await using var gateway = Start(_backend.Url, retries: 0, provider: "siliconflow, local: false");
        var full = ChatAsync(gateway);
        (await _backend.NextAsync()).Refuse(503, "1800", "Retry-After", message);
        using (var response = await full)
        {
            await response.ErrorAsync(503);
        }

        _time.Advance(PauseClock.Longest - Second);
        using (var early = await ChatAsync(gateway))
        {
            var error = await early.ErrorAsync(503);
            Assert.Contains("not asked again for 1 s more", (string?)error["message"], StringComparison.Ordinal);
        }

        _time.Advance(Second);
        await ServedAsync(gateway);
    }

    private async Task RefusedAsync(string? value, string header = "Retry-After", string message = "not now", TestGateway? gateway = null)
    {
        var chat = ChatAsync(gateway);
        (await _backend.NextAsync()).Refuse(429, value, header, message);
        using var response = await chat;
        await response.ErrorAsync(429);
    }

    private async Task ServedAsync(TestGateway? gateway = null)
    {
        var chat = ChatAsync(gateway);
        (await _backend.NextAsync()).Serve();
        using var response = await chat;
        Assert.Equal(200, (int)response.StatusCode);
    }

    private TestGateway Start(string url, int retries, string provider = "openai") => TestGateway.Start(
        $$"""
        backends: [ { name: b, provider: {{provider}}, url: "{{url}}" } ]
        routes: [ { name: Only, candidates: [ { backend: b, model: m } ] } ]
        resilience: { retries: {{retries}} }
        """,
        _time);

    private async Task<HttpResponseMessage> ChatAsync(TestGateway? gateway = null, CancellationToken cancellationToken = default)
    {
        using var content = new StringContent(CatalogRig.Body("Only"), null, "application/json");
        return await (gateway ?? _gateway).Client.PostAsync("/v1/chat/completions", content, cancellationToken);
    }
}
