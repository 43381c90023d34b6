using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Health;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>
/// Pieces of a stream can be gathered: always on a route that says so, elsewhere while the processors are nearly used up.
/// </summary>
public sealed partial class GatheredPiecesTests
{
    private const int Words = 60;

    [Fact]
    public async Task RouteThatGathers_SendsManyPiecesAtATime_AndEachOnce()
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: open, provider: openai, url: "{{backend.Url}}" } ]
            routes:
              - { name: Fast, gather: 100ms, candidates: [ { backend: open, model: {{Rig.OpenModel}} } ] }
              - { name: Plain, candidates: [ { backend: open, model: {{Rig.OpenModel}} } ] }
            """);
        backend.Script(Rig.OpenModel, new ModelScript { TokensPerSecond = 400, Words = Words });
        var since = Stopwatch.GetTimestamp();
        var gathered = await FramesAsync(gateway, "Fast");
        var gathering = Stopwatch.GetElapsedTime(since) / TimeSpan.FromMilliseconds(100);
        var plain = await FramesAsync(gateway, "Plain");
        Assert.Equal(plain.Text, gathered.Text);
        // The answer's beginning and its end are frames of their own, on a machine of any speed.
        Assert.InRange(gathered.Frames, 2, gathering + 4);
    }

    [Theory]
    [InlineData(0.79, 0.79, false)]
    [InlineData(0.79, 0.81, true)]
    [InlineData(0.81, 0.61, true)]
    [InlineData(0.81, 0.59, false)]
    public async Task Processors_AreBusyFrom80PercentUntil60(double first, double second, bool isBusy)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var processor = new FakeProcessor();
        await using var rig = await Rig.StartAsync(
            "streams: { gather: 20ms }", time: time, services: s => s.AddSingleton<IProcessorTime>(processor));
        foreach (var share in new[] { first, second })
        {
            processor.Used += TimeSpan.FromSeconds(share * processor.Processors);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(isBusy, rig.Gateway.Services.GetRequiredService<BusySignal>().IsBusy);
    }

    [Fact]
    public void ProcessorTime_IsThisProcesss() => Assert.True(new ProcessorTime() is { Used.Ticks: > 0, Processors: > 0 });

    // Each write of the gateway is one frame of the chunked body.
    private static async Task<(int Frames, string Text)> FramesAsync(TestGateway gateway, string model)
    {
        var body = $$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"Say something."}]}""";
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Url.Host, gateway.Url.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}"));
        var answer = await new StreamReader(client.GetStream()).ReadToEndAsync();
        return (Frame().Count(answer), string.Concat(Content().Matches(answer).Select(static m => m.Groups[1].Value)));
    }

    [GeneratedRegex("^[0-9a-f]+\r$", RegexOptions.Multiline)]
    private static partial Regex Frame();

    [GeneratedRegex("\"content\":\"([^\"]*)\"")]
    private static partial Regex Content();

    private sealed class FakeProcessor : IProcessorTime
    {
        public TimeSpan Used { get; set; }

        public int Processors => 4;
    }
}
