using BenchmarkDotNet.Attributes;
using Gateway.Resilience.Queue;

namespace Gateway.Benchmarks;

/// <summary>Measures how a request enters the queue of a backend and gives its place back, both at once and after a wait.</summary>
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

    /// <summary>A request of an owner who already waits, among fifty owners.</summary>
    [Benchmark]
    public TimeSpan ExpectedWait() => _crowded.ExpectedWait("owner25");

    /// <summary>One request takes the only place. A second waits for it, gets it and leaves.</summary>
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
