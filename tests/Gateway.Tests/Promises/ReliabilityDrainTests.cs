using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Gateway.Runtime;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Cli;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>A stop breaks no running answer, unless the operator insists. The rest is in <see cref="DrainTests"/>.</summary>
public sealed class ReliabilityDrainTests : IAsyncDisposable
{
    private const string Stream = """{"model":"Local","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-drain-").FullName;
    private readonly int _port = GatewayProcess.FreePort();
    private readonly HttpClient _client = new();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task SecondSignal_EndsStreamsWithTheirErrorEventAndTheProcessAtOnce(string second, int exitCode)
    {
        await using var backend = await StartBackendAsync(new ModelScript { Fail = FailureMode.Silence });
        await using var gateway = await StartGatewayAsync(backend);
        using var response = await SendAsync(Stream);
        gateway.Signal("TERM");
        await gateway.WaitForAsync("Stopping");
        Assert.Equal((503, "draining"), await ReadyAsync());

        var since = Stopwatch.GetTimestamp();
        gateway.Signal(second);
        var stream = new Sse(await response.Content.ReadAsStringAsync()).Broken();
        Assert.Contains("shutting down", (string?)stream.Error!["message"], StringComparison.Ordinal);
        Assert.Equal(exitCode, await gateway.ExitAsync());
        // About one; the rest is for a machine that does other things beside.
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task SecondSignal_IsNotHeldUpByAClientThatTakesNothing()
    {
        await using var backend = await StartBackendAsync(new ModelScript { Words = 2_000_000 });
        await using var gateway = await StartGatewayAsync(backend);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:{_port}\r\nContent-Type: application/json\r\nContent-Length: "
            + $"{Stream.Length}\r\n\r\n{Stream}"));
        await backend.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));

        gateway.Signal("TERM");
        await gateway.WaitForAsync("Stopping");
        var since = Stopwatch.GetTimestamp();
        gateway.Signal("TERM");
        Assert.Equal(143, await gateway.ExitAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task OneSignal_FinishesTheStreamAndExitsWithZero()
    {
        await using var backend = await StartBackendAsync(new ModelScript { TokensPerSecond = 40, Words = 60 });
        await using var gateway = await StartGatewayAsync(backend);
        using var response = await SendAsync(Stream);
        gateway.Signal("TERM");
        new Sse(await response.Content.ReadAsStringAsync()).Whole();
        Assert.Equal(0, await gateway.ExitAsync());
    }

    [Fact]
    public async Task LastBytes_HaveHalfASecondAfterTheServerStopped()
    {
        var time = new WatchedTime();
        await using var rig = await Rig.StartAsync(time: time, drains: true);
        var lifetime = rig.Gateway.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStopped.Register(stopped.SetResult);
        lifetime.StopApplication();
        var linger = TimeSpan.FromMilliseconds(500);
        var since = Stopwatch.GetTimestamp();
        // The second of notice and what else the host waits for; each step finds the timers that are set by then, and none is made
        // once the half second has begun.
        while (time.AdvanceUnlessAwaited(linger, TimeSpan.FromMilliseconds(100)))
        {
            await Task.WhenAny(stopped.Task, Task.Delay(5));
            Assert.False(stopped.Task.IsCompleted, "It ended without its half second.");
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "It does not stop.");
        }

        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", rig.Gateway.Url.Port));
        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(stopped.Task.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Request_WithoutAnAnswerYet_IsToldWhenTheGatewayEndsNow()
    {
        await using var rig = await Rig.StartAsync(drains: true);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var answer = rig.ChatAsync("Local");
        await rig.Ollama.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        rig.Gateway.Services.GetRequiredService<DrainSignal>().EndNow();
        using var response = await answer;
        await response.ErrorAsync(503);
    }

    private static async Task<SimulatedBackend> StartBackendAsync(ModelScript script)
    {
        var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.Ollama });
        backend.Script(Rig.LocalModel, script);
        return backend;
    }

    private async Task<GatewayProcess> StartGatewayAsync(SimulatedBackend backend)
    {
        var file = Path.Combine(_folder, "gateway.yaml");
        await File.WriteAllTextAsync(file, $$"""
            listen: { data: "http://127.0.0.1:{{_port}}" }
            backends: [ { name: ollama, provider: ollama, url: "{{backend.Url}}" } ]
            routes: [ { name: Local, candidates: [ { backend: ollama, model: "{{Rig.LocalModel}}" } ] } ]
            """);
        var gateway = GatewayProcess.Start(_folder, "--config", file);
        await gateway.WaitForAsync("Application started");
        return gateway;
    }

    private async Task<HttpResponseMessage> SendAsync(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{_port}/v1/chat/completions");
        request.Content = new StringContent(body, null, "application/json");
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private async Task<(int Status, string Body)> ReadyAsync()
    {
        using var response = await _client.GetAsync(new Uri($"http://127.0.0.1:{_port}/readyz"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
