using Gateway.Ledger.Journal;
using Gateway.Tests.Hosting;
using Gateway.Tests.Ledger.Journal;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Ledger;

/// <summary>Every record in the journal reaches the store, whatever the store does.</summary>
public sealed class UsageWriterTests : IAsyncDisposable
{
    private readonly JournalRig _rig = new();

    [Fact]
    public async Task Ends_AreInTheStoreAfterAFlush_InOrder_AndIntentsAreNot()
    {
        var journal = await _rig.StartAsync();
        for (var i = 1; i <= 1200; i++)
        {
            journal.Begin(SampleRecords.Intent(i));
            var safe = journal.CommitAsync(SampleRecords.New(i)).AsTask();
            if (i % 100 == 0)
            {
                await safe;
            }
        }

        await _rig.FlushAsync();
        Assert.Equal(Enumerable.Range(1, 1200), _rig.Numbers);
        Assert.All(_rig.Stored, r => Assert.Equal(AnswerEnd.Complete, r.End));
        Assert.Equal((0, TimeSpan.Zero), (_rig.Writer.Health.Pending, _rig.Writer.Health.Lag));
    }

    [Fact]
    public async Task Store_ThatFails_IsAskedAgain_UntilItHasEverything_AndTheLogSaysSoOnce()
    {
        _rig.StoreFault = new IOException("database is locked");
        var journal = await _rig.StartAsync();
        await journal.CommitAsync(SampleRecords.New(1));
        await _rig.Log.WaitForAsync("The ledger cannot be written");
        for (var i = 2; i <= 3000; i++)
        {
            _ = journal.CommitAsync(SampleRecords.New(i)).AsTask();
        }

        Assert.Equal("database is locked", _rig.Writer.Health.StoreProblem);
        Assert.Equal(3000, _rig.Writer.Health.Pending);
        Assert.True(_rig.Writer.Health.Lag > TimeSpan.Zero);
        Assert.True(journal.IsAccepting);
        _rig.StoreFault = null;
        await _rig.FlushAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(Enumerable.Range(1, 3000), _rig.Numbers);
        Assert.Null(_rig.Writer.Health.StoreProblem);
        Assert.Single(_rig.Log.Lines, l => l.Contains("The ledger cannot be written", StringComparison.Ordinal));
        Assert.Single(_rig.Log.Lines, l => l.Contains("The ledger is written again", StringComparison.Ordinal));
    }

    // While the store is away for long, what waits is on the disk and not in memory.
    [Fact]
    public async Task Backlog_LargerThanItsMemory_IsReadFromTheSegments()
    {
        _rig.Options = _rig.Options with { RecentMemory = JournalChunk.Size, SegmentSize = 256 * 1024 };
        _rig.StoreFault = new IOException("away");
        var journal = await _rig.StartAsync();
        for (var i = 1; i <= 20_000; i++)
        {
            journal.Begin(SampleRecords.Intent(i));
            var safe = journal.CommitAsync(SampleRecords.New(i)).AsTask();
            if (i % 50 == 0)
            {
                await safe;
            }
        }

        Assert.True(_rig.Segments.Count() > 10);
        _rig.StoreFault = null;
        await _rig.FlushAsync();
        Assert.Equal(Enumerable.Range(1, 20_000), _rig.Numbers);
        await journal.CommitAsync(SampleRecords.New(20_001));
        await _rig.FlushAsync();
        Assert.Single(_rig.Segments);
    }

    [Fact]
    public async Task Stop_StoresWhatItCan_AndTheNextStartTheRest_NothingTwice()
    {
        var journal = await _rig.StartAsync();
        await journal.CommitAsync(SampleRecords.New(1));
        await _rig.StopAsync();
        Assert.Equal([1], _rig.Numbers);

        _rig.StoreFault = new IOException("away");
        journal = await _rig.StartAsync();
        await journal.CommitAsync(SampleRecords.New(2));
        await _rig.StopAsync();
        await _rig.Log.WaitForAsync("1 records wait in the journal for the next start");

        _rig.StoreFault = null;
        await _rig.StartAsync();
        await _rig.FlushAsync();
        Assert.Equal([1, 2], _rig.Numbers);
    }

    [Fact]
    public async Task Commit_Afterwards_WaitsForNothing_AndIsStoredAllTheSame()
    {
        _rig.Options = _rig.Options with { Commit = Gateway.Configuration.LedgerCommit.Afterwards };
        var journal = await _rig.StartAsync();
        for (var i = 1; i <= 100; i++)
        {
            Assert.True(journal.CommitAsync(SampleRecords.New(i)).AsTask().IsCompletedSuccessfully);
        }

        await WaitUntil.TrueAsync(() => _rig.Numbers.Length == 100);
        Assert.Equal(Enumerable.Range(1, 100), _rig.Numbers);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}
