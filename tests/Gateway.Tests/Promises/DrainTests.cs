using System.Net.Sockets;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>A gateway that is told to stop breaks no running stream.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Readiness_IsGoneAtOnce_AndListenersASecondLater()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(time: time, drains: true);
        var stopping = Stop(rig);
        await rig.Gateway.Log.WaitForAsync("Stopping");

        using var ready = await rig.Client.GetAsync("/readyz");
        Assert.Equal(503, (int)ready.StatusCode);
        using var alive = await rig.Client.GetAsync("/healthz");
        Assert.Equal(200, (int)alive.StatusCode);

        await AdvanceUntilAsync(time, stopping);
        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", rig.Gateway.Url.Port));
    }

    [Fact]
    public async Task Stream_ThatRuns_IsFinished()
    {
        await using var rig = await Rig.StartAsync(drains: true);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.None, TokensPerSecond = 10, Words = 20 });
        var response = await rig.ChatAsync("Local", stream: true);
        var stopping = Stop(rig);
        new Sse(await response.Content.ReadAsStringAsync()).Whole();
        await stopping;
    }

    [Fact]
    public async Task Stream_ThatOutlastsTheDrainTime_EndsWithOneErrorEvent()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync("drainTimeout: 30s", time: time, drains: true);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.Silence });
        var response = await rig.ChatAsync("Local", stream: true);
        var stopping = Stop(rig);
        await rig.Gateway.Log.WaitForAsync("Stopping");

        await AdvanceUntilAsync(time, stopping);
        var stream = new Sse(await response.Content.ReadAsStringAsync()).Broken();
        Assert.Contains("shutting down", (string?)stream.Error!["message"], StringComparison.Ordinal);
    }

    private static Task Stop(Rig rig)
    {
        var lifetime = rig.Gateway.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStopped.Register(stopped.SetResult);
        lifetime.StopApplication();
        return stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    // The host sets its timers in its own time; each step finds those that are set by then.
    private static async Task AdvanceUntilAsync(FakeTimeProvider time, Task done)
    {
        while (!done.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            await Task.WhenAny(done, Task.Delay(5));
        }

        await done;
    }
}
