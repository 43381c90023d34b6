using Gateway.Ledger.Journal;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>Requests whose records are safe go on, many in one work item, and none waits for another.</summary>
public sealed class ResumptionTests
{
    private readonly Queue<IThreadPoolWorkItem> _queued = new();
    private readonly List<int> _resumed = [];

    [Fact]
    public void Batch_TakesTwoWorkItems_HoweverManyWait()
    {
        var resumption = new Resumption(_queued.Enqueue);
        resumption.Add(Waiting(0, 100));
        Assert.Equal(1, RunAll());
        Assert.Equal(Enumerable.Range(0, 100), _resumed);

        resumption.Add(Waiting(100, 1));
        Assert.Equal(0, RunAll());
        Assert.Equal(Enumerable.Range(0, 101), _resumed);
    }

    [Fact]
    public void Batches_ThatComeBeforeTheFirstRuns_TakeNoMore()
    {
        var resumption = new Resumption(_queued.Enqueue);
        for (var i = 0; i < 10; i++)
        {
            resumption.Add(Waiting(10 * i, 10));
        }

        Assert.Single(_queued);
        Assert.Equal(1, RunAll());
        Assert.Equal(Enumerable.Range(0, 100), _resumed);
    }

    [Fact]
    public void Nobody_TakesNone()
    {
        new Resumption(_queued.Enqueue).Add(default);
        Assert.Empty(_queued);
    }

    // Whoever blocks its thread, such as a log that is full, holds up itself alone.
    [Fact]
    public async Task CallerThatBlocks_HoldsUpNoOther()
    {
        using var disk = new FailingDisk();
        await using var rig = new JournalRig();
        rig.Options = rig.Options with { MakeSegment = disk.Make, HangLimit = TimeSpan.FromMinutes(1) };
        var journal = await rig.StartAsync();
        await journal.CommitAsync(SampleRecords.New(0));
        using var goesOn = new ManualResetEventSlim();
        disk.Hang();
        Task[] callers = [.. Enumerable.Range(1, 40).Select(i => CommitAsync(journal, i, i % 10 == 1 ? goesOn : null))];
        disk.Answer();
        await Task.WhenAll(callers.Where(static (_, i) => i % 10 != 0)).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.All(callers.Where(static (_, i) => i % 10 == 0), static c => Assert.False(c.IsCompleted));
        goesOn.Set();
        await Task.WhenAll(callers);
    }

    private static async Task CommitAsync(UsageJournal journal, int number, ManualResetEventSlim? blocks)
    {
        await journal.CommitAsync(SampleRecords.New(number)).ConfigureAwait(false);
        blocks?.Wait();
    }

    private SafeWaits Waiting(int first, int count)
    {
        var waits = default(SafeWaits);
        for (var i = first; i < first + count; i++)
        {
            var (number, wait) = (i, new SafeWait());
            wait.Task.GetAwaiter().OnCompleted(() => _resumed.Add(number));
            waits.Add(wait);
        }

        return waits;
    }

    /// <returns>The number of items that were queued while these ran.</returns>
    private int RunAll()
    {
        var first = _queued.Count;
        var all = 0;
        for (; _queued.TryDequeue(out var item); all++)
        {
            item.Execute();
        }

        return all - first;
    }
}
