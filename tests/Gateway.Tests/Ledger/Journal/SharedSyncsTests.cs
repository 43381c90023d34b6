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

    // A disk that syncs in an instant is not asked for each: others are about to end.
    [Fact]
    public async Task Records_OfRequestsUnderWay_WaitAMomentForEachOther()
    {
        const int callers = 32;
        const int each = 100;
        var journal = await _rig.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                journal.Begin(SampleRecords.Intent(caller * each + i));
                await Task.Yield();
                await journal.CommitAsync(SampleRecords.New(caller * each + i));
            }
        })));
        Assert.InRange(_disk.Syncs, 1, callers * each / 2);
        await _rig.FlushAsync();
        Assert.Equal(Enumerable.Range(0, callers * each), _rig.Numbers.Order());
    }

    public async ValueTask DisposeAsync()
    {
        _disk.Dispose();
        await _rig.DisposeAsync();
    }
}
