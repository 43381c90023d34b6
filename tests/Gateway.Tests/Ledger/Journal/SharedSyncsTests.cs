using Gateway.Ledger.Journal;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>Requests that end together share a sync of the disk.</summary>
public sealed class SharedSyncsTests : IAsyncDisposable
{
    private readonly FailingDisk _disk = new();
    private readonly JournalRig _rig = new();

    public SharedSyncsTests() =>
        _rig.Options = _rig.Options with { MakeSegment = _disk.Make, HangLimit = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task Records_ThatComeWhileTheDiskIsAsked_TakeOneSync()
    {
        var journal = await _rig.StartAsync();
        await journal.CommitAsync(SampleRecords.New(0));
        _disk.Hang();
        var first = journal.CommitAsync(SampleRecords.New(1)).AsTask();
        await _disk.IsAsked;
        var before = _disk.Syncs;
        var others = Enumerable.Range(2, 300).Select(i => journal.CommitAsync(SampleRecords.New(i)).AsTask()).ToList();
        Assert.All(others, static o => Assert.False(o.IsCompleted));
        _disk.Answer();
        await Task.WhenAll([first, .. others]);
        Assert.Equal(before + 2, _disk.Syncs);
    }

    // However fast the disk is: others are about to end. Whoever has nobody to wait for waits for nobody.
    [Fact]
    public async Task Records_WaitForThoseUnderWay_UntilTheyAreEnough_OrNoneIs()
    {
        _rig.Options = _rig.Options with { Gather = TimeSpan.FromMinutes(10) };
        var journal = await _rig.StartAsync();
        for (var i = 0; i < 40; i++)
        {
            journal.Begin(SampleRecords.Intent(i));
        }

        // The first after a pause waits for nobody.
        await journal.CommitAsync(SampleRecords.New(0));
        Assert.Equal(1, await CommitAsync(journal, 1, 16));
        Assert.Equal(1, await CommitAsync(journal, 17, 16));
        Assert.Equal(1, await CommitAsync(journal, 33, 7));
        await journal.CommitAsync(SampleRecords.New(40));
    }

    /// <returns>How often the disk was asked.</returns>
    private async Task<int> CommitAsync(UsageJournal journal, int first, int count)
    {
        var before = _disk.Syncs;
        var all = new List<Task>();
        for (var i = first; i < first + count; i++)
        {
            await Task.Yield();
            Assert.All(all, static a => Assert.False(a.IsCompleted));
            all.Add(journal.CommitAsync(SampleRecords.New(i)).AsTask());
        }

        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(60));
        return _disk.Syncs - before;
    }

    public async ValueTask DisposeAsync()
    {
        _disk.Dispose();
        await _rig.DisposeAsync();
    }
}
