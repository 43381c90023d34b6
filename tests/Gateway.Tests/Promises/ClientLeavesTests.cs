using System.Diagnostics;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>When a client leaves, its backend request ends within 100 ms, even before the first byte.</summary>
public sealed class ClientLeavesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_LeavingBeforeTheFirstByte_EndsTheAttempt(bool stream)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        await AssertPromptAsync(async () =>
        {
            using var leave = new CancellationTokenSource();
            var answer = rig.ChatAsync("Coder", stream, cancellationToken: leave.Token);
            await rig.Ollama.NextRequestAsync();
            var left = Stopwatch.GetTimestamp();
            await leave.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
            return (left, await rig.Ollama.NextClientGoneAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        });
        // Nobody was left to try another for.
        Assert.Empty(rig.Cloud.Received);
        await rig.Gateway.Log.WaitForAsync("ClientClosed");
    }

    [Fact]
    public async Task Client_LeavingInTheMiddleOfAStream_EndsTheAttempt()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.Silence });
        await AssertPromptAsync(async () =>
        {
            var response = await rig.ChatAsync("Coder", stream: true);
            var body = await response.Content.ReadAsStreamAsync();
            Assert.True(await body.ReadAsync(new byte[16]) > 0);
            var left = Stopwatch.GetTimestamp();
            response.Dispose();
            return (left, await rig.Ollama.NextClientGoneAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        });
        await rig.Gateway.Log.WaitForAsync("ClientClosed");
    }

    [Fact]
    public async Task Backend_WhoseStreamIsGivenUp_IsLetGoToo()
    {
        await using var rig = await Rig.StartAsync();
        // Nonsense first, and then it would go on for a minute.
        rig.Ollama.Script(
            Rig.LocalModel, new ModelScript { Fail = FailureMode.Malformed, FailAfterChunks = 0, TokensPerSecond = 2, Words = 120 });
        using var response = await rig.ChatAsync("Coder", stream: true);
        var answered = Stopwatch.GetTimestamp();
        var gone = await rig.Ollama.NextClientGoneAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(Stopwatch.GetElapsedTime(answered, gone) < TimeSpan.FromSeconds(1));
        Assert.Equal("cloud", response.Headers.GetValues("x-gateway-backend").Single());
    }

    // The median of seven: one scheduling hiccup of a busy machine is not the gateway's.
    private static async Task AssertPromptAsync(Func<Task<(long Left, long Gone)>> leave)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 7; i++)
        {
            var (left, gone) = await leave();
            times.Add(Stopwatch.GetElapsedTime(left, gone));
        }

        times.Sort();
        Assert.True(times[3] <= Limit, string.Join(", ", times));
    }
}
