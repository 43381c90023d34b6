using BenchmarkDotNet.Attributes;
using Gateway.Resilience.Queue;

namespace Gateway.Benchmarks;

/// <summary>Entering the queue before a backend and giving the place back: what every request pays, and what one pays that waits.</summary>
[MemoryDiagnoser]
public class QueueEntry
{
    private const int Owners = 50;

    private readonly BackendQueue _unlimited = Make(places: 0);
    private readonly BackendQueue _free = Make(places: 4);
    private readonly BackendQueue _taken = Make(places: 1);
    private readonly BackendQueue _crowded = Make(places: 1);

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i <= 2 * Owners; i++)
        {
            _ = _crowded.EnterAsync($"owner{i % Owners}", default).Preserve();
        }
    }

    [Benchmark]
    public bool Unlimited() => EnterAndLeave(_unlimited);

    [Benchmark]
    public bool FreePlace() => EnterAndLeave(_free);

    /// <summary>Of an owner who waits already, among fifty.</summary>
    [Benchmark]
    public TimeSpan ExpectedWait() => _crowded.ExpectedWait("owner25");

    /// <summary>One takes the only place, a second waits for it, is handed it and leaves.</summary>
    [Benchmark]
    public async Task<bool> Handover()
    {
        var first = await _taken.EnterAsync("first", default);
        var waits = _taken.EnterAsync("second", default);
        first.Lease!.Dispose();
        var second = await waits;
        second.Lease!.Dispose();
        return second.IsEntered;
    }

    private static bool EnterAndLeave(BackendQueue queue)
    {
        var entering = queue.EnterAsync("owner", default);
        if (!entering.IsCompletedSuccessfully || entering.Result is not { IsEntered: true } entry)
        {
            return false;
        }

        entry.Lease.Dispose();
        return true;
    }

    private static BackendQueue Make(int places) => new(new(places, MaxWaiting: 1000, TimeSpan.FromDays(10)), TimeProvider.System);
}
