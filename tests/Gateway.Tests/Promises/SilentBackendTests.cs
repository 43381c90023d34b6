using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>The gateway waits for a model that takes minutes to load, and no proxy in front of it holds the stream back.</summary>
public sealed class SilentBackendTests
{
    [Fact]
    public async Task Ollama_SilentForFourMinutes_IsWaitedFor()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(time: time);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var answer = rig.ChatAsync("Coder", stream: true);
        await rig.Ollama.NextRequestAsync();

        time.Advance(TimeSpan.FromMinutes(4));
        rig.Ollama.Release(Rig.LocalModel);

        using var response = await answer;
        Assert.Equal("ollama", response.Headers.GetValues("x-gateway-backend").Single());
        new Sse(await response.Content.ReadAsStringAsync()).Whole();
    }

    // The forwarder's own limit runs on the system's clock, and its default of 100 s is the cut that users of YARP complain of.
    [Fact]
    public void Forwarder_HasNoLimitBelowTheLongestThatCanBeConfigured() =>
        Assert.True(Gateway.Attempts.Forwarder.RequestConfig.ActivityTimeout > TimeSpan.FromHours(24));

    [Fact]
    public async Task Ollama_SilentForFiveMinutes_IsGivenUp()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(time: time);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var answer = rig.ChatAsync("Local", stream: true);
        await rig.Ollama.NextRequestAsync();

        time.Advance(TimeSpan.FromMinutes(5));

        using var response = await answer;
        var error = await response.ErrorAsync(504);
        Assert.Contains("300 seconds", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_TellsProxiesNotToHoldItBack()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.ChatAsync("Coder", stream: true);
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(response.Headers.CacheControl!.NoCache);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task FirstEvent_ReachesTheClientWhileTheBackendStillWrites()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.Silence, FailAfterChunks = 1 });
        using var response = await rig.ChatAsync("Coder", stream: true);
        var body = await response.Content.ReadAsStreamAsync();
        Assert.True(await body.ReadAsync(new byte[16]).AsTask().WaitAsync(TimeSpan.FromSeconds(10)) > 0);
    }
}
