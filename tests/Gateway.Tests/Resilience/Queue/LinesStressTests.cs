using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>Many threads use one machine with several models, and clients leave: neither limit is exceeded and no place is lost.</summary>
public sealed class LinesStressTests
{
    private const int Models = 4;
    private const int PerModel = 2;
    private const int Machine = 5;

    private readonly int[] _runs = new int[Models];
    private int _all;
    private int _mostAll;
    private int _mostOfOne;

    [Fact]
    public async Task ManyCallers_OnBothLimits_PassNeither_AndNoPlaceIsLost()
    {
        var lines = new BackendLines(TimeProvider.System);
        lines.Machine.Places = Machine;
        await Task.WhenAll(Enumerable.Range(0, 48).Select(i => Task.Run(() => CallAsync(lines, new Random(i))))).WaitAsync(
            TimeSpan.FromSeconds(60));
        Assert.Equal((0, 0), (lines.Running, lines.Waiting));
        Assert.InRange(_mostAll, 1, Machine);
        Assert.InRange(_mostOfOne, 1, PerModel);
        Assert.Equal(Enumerable.Repeat(0, Models), _runs);
    }

    private async Task CallAsync(BackendLines lines, Random random)
    {
        for (var i = 0; i < 200; i++)
        {
            var model = random.Next(Models);
            using var client = new CancellationTokenSource();
            var entering = lines.Of($"m{model}", true, PerModel, 100, TimeSpan.FromMinutes(1)).EnterAsync(
                $"o{random.Next(5)}", client.Token);
            if (random.Next(4) == 0)
            {
                await client.CancelAsync();
            }

            if (await entering is { IsEntered: true } entry)
            {
                Most(ref _mostAll, Interlocked.Increment(ref _all));
                Most(ref _mostOfOne, Interlocked.Increment(ref _runs[model]));
                await Task.Yield();
                Interlocked.Decrement(ref _runs[model]);
                Interlocked.Decrement(ref _all);
                entry.Lease.Dispose();
            }
        }
    }

    private static void Most(ref int most, int now)
    {
        for (var known = Volatile.Read(ref most); now > known; known = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, now, known);
        }
    }
}
