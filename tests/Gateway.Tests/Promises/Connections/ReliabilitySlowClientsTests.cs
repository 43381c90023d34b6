using System.Text;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises.Connections;

/// <summary>
/// A client that sends or reads nothing holds nothing for long. A stream's reader that stops is in
/// <see cref="HostileInputTests.Client_ThatTakesNothing_IsLeftAfterThirtySeconds"/>.
/// </summary>
public sealed class ReliabilitySlowClientsTests
{
    [Fact]
    public async Task WholeAnswer_ThatItsClientStopsTaking_IsGivenUpAfterThirtySeconds()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        // More than the buffers on the way take.
        var text = new string('x', 40_000_000);
        await using var backend = await QuotingBackend.StartAsync(
            200, "application/json",
            $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}]}""");
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: b, provider: openai, url: "{{backend.Url}}" } ]
            routes: [ { name: Any, candidates: [ { backend: b, model: m } ] } ]
            """, time);
        using var content = new StringContent("""{"model":"Any","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        using var response = await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)response.StatusCode);

        // It was whole when its client stopped taking it.
        var left = gateway.Log.WaitForAsync("200 Complete");
        var seconds = 0;
        // The gateway stands still some moment after the head has come; time goes on until it has seen thirty seconds of that.
        for (; !left.IsCompleted; seconds++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(left, Task.Delay(10));
        }

        await left;
        Assert.InRange(seconds, 30, 300);
    }

    [Fact]
    public async Task Limits_OfTheServer_AreThosePromised()
    {
        await using var rig = await Rig.StartAsync();
        var limits = LimitsOf(rig.Gateway);
        Assert.Equal(TimeSpan.FromSeconds(10), limits.RequestHeadersTimeout);
        Assert.Equal(
            (240d, TimeSpan.FromSeconds(5)), (limits.MinRequestBodyDataRate!.BytesPerSecond, limits.MinRequestBodyDataRate.GracePeriod));
        // The gateway counts them itself, see ManyConnectionsTests.
        Assert.Null(limits.MaxConcurrentConnections);
        Assert.Equal(10_000, new Gateway.Configuration.LimitsConfig().ConcurrentConnections);
    }

    // The server's clock cannot be replaced. The limits are made short here, and are what they should be in the test above.
    [Theory]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: {0}\r\nX-Slow", "")]
    [InlineData(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: {0}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"mo",
        "\"code\":\"request_timeout\"")]
    public async Task Request_ThatDoesNotComeToItsEnd_IsAnswered408AndItsConnectionClosed(string beginning, string body)
    {
        await using var rig = await Rig.StartAsync(services: services => services.PostConfigure<KestrelServerOptions>(static kestrel =>
        {
            Assert.NotNull(kestrel.Limits.MinRequestBodyDataRate);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(1.1));
        }));
        var answer = await RawHttp.SendAsync(
            rig.Gateway.Url, string.Format(null, CompositeFormat.Parse(beginning), rig.Gateway.Url.Authority));
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        Assert.Contains(body, answer, StringComparison.Ordinal);
    }

    private static KestrelServerLimits LimitsOf(TestGateway gateway) =>
        gateway.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
}
