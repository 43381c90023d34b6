using System.Diagnostics;
using Gateway.Configuration;
using Gateway.Ledger.Journal;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>A disk that is full, broken or hanging delays no answer, and loses no record as long as there is memory.</summary>
public sealed class FailingDiskTests : IAsyncDisposable
{
    private readonly FailingDisk _disk = new();
    private readonly JournalRig _rig = new();

    public FailingDiskTests() =>
        _rig.Options = _rig.Options with
        {
            MakeSegment = _disk.Make,
            Retry = TimeSpan.FromMilliseconds(20),
            HangLimit = TimeSpan.FromSeconds(20)
        };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public async Task WriteTornAnywhere_IsWrittenAgainWhole_InOrder(int room)
    {
        var journal = await _rig.StartAsync();
        await journal.CommitAsync(SampleRecords.New(1));
        _disk.Room = room;
        for (var i = 2; i <= 300; i++)
        {
            journal.Begin(SampleRecords.Intent(i));
            await journal.CommitAsync(SampleRecords.New(i));
        }

        Assert.True(_rig.Writer.Health.Spooled > 0);
        Assert.Equal("No space left on device", _rig.Writer.Health.JournalProblem);
        _disk.Room = long.MaxValue;
        await _rig.FlushAsync();
        Assert.Equal(Enumerable.Range(1, 300), _rig.Numbers);
        Assert.Equal(0, _rig.Writer.Health.Spooled);
        Assert.Null(_rig.Writer.Health.JournalProblem);
        // Told once each, however often it was tried.
        Assert.Single(_rig.Log.Lines, l => l.Contains("The journal cannot be written", StringComparison.Ordinal));
        Assert.Single(_rig.Log.Lines, l => l.Contains("The journal is written again", StringComparison.Ordinal));

        // And on the disk they are as a later start reads them, but for the first segment, which is done with.
        await _rig.StopAsync();
        File.Delete(Path.Combine(_rig.Folder, "checkpoint"));
        _rig.Stored.Clear();
        await _rig.StartAsync();
        await _rig.FlushAsync();
        var again = _rig.Numbers.Distinct().ToList();
        Assert.InRange(again[0], 1, 10);
        Assert.Equal(Enumerable.Range(again[0], 301 - again[0]), again);
        Assert.DoesNotContain(_rig.Log.Lines, l => l.Contains(".damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SyncThatFails_IsNotBelieved_AndAllIsWrittenIntoANewSegment()
    {
        var journal = await _rig.StartAsync(writes: false);
        await journal.CommitAsync(SampleRecords.New(1));
        _disk.SyncFails = true;
        await journal.CommitAsync(SampleRecords.New(2));
        _disk.SyncFails = false;
        await WaitUntil.TrueAsync(() => !journal.Buffer.IsSpooling);
        Assert.Equal(2, _rig.Segments.Count());
        await _rig.StopAsync();
        await _rig.StartAsync();
        await _rig.FlushAsync();
        Assert.Equal([1, 2], _rig.Numbers.Distinct());
    }

    [Fact]
    public async Task DiskThatHangs_HoldsAnAnswerForTheLimitAtMost_AndTheNextNotAtAll()
    {
        _rig.Options = _rig.Options with { HangLimit = TimeSpan.FromMilliseconds(200) };
        var journal = await _rig.StartAsync();
        await journal.CommitAsync(SampleRecords.New(1));
        _disk.Hang();
        var since = Stopwatch.GetTimestamp();
        await journal.CommitAsync(SampleRecords.New(2));
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0.1, 10);
        Assert.True(journal.CommitAsync(SampleRecords.New(3)).AsTask().IsCompletedSuccessfully);
        Assert.Contains("a write has taken", _rig.Writer.Health.JournalProblem, StringComparison.Ordinal);
        _disk.Answer();
        await _rig.FlushAsync();
        Assert.Equal([1, 2, 3], _rig.Numbers);
        await _rig.Log.WaitForAsync("The journal is written again");
    }

    [Fact]
    public async Task MemoryThatIsFullToo_RefusesWhatIsNew_AndStillRecordsWhatEnds()
    {
        _rig.Options = _rig.Options with { Memory = 64 * 1024 };
        var journal = await _rig.StartAsync();
        _disk.Room = 0;
        var number = 0;
        while (journal.IsAccepting)
        {
            number++;
            journal.Begin(SampleRecords.Intent(number));
        }

        for (var i = 1; i <= 20; i++)
        {
            await journal.CommitAsync(SampleRecords.New(i));
        }

        Assert.Equal(0, _rig.Writer.Health.Dropped);
        await _rig.Log.WaitForAsync("% full (ledger.memory); when it is full, new requests are refused");
        _disk.Room = long.MaxValue;
        await _rig.FlushAsync();
        Assert.True(journal.IsAccepting);
        Assert.Equal(Enumerable.Range(1, 20), _rig.Numbers);
    }

    [Fact]
    public async Task MemoryThatIsFullToo_WhereTheOperatorChoseSo_ServesOnAndSaysWhatWentUnrecorded()
    {
        _rig.Options = _rig.Options with { Memory = 64 * 1024, WhenFull = LedgerFull.Continue };
        var journal = await _rig.StartAsync();
        _disk.Room = 0;
        for (var i = 1; i <= 2000; i++)
        {
            journal.Begin(SampleRecords.Intent(i));
            await journal.CommitAsync(SampleRecords.New(i));
            Assert.True(journal.IsAccepting);
            // A quarter more than what is agreed is for the ends of what had begun.
            Assert.InRange(journal.Buffer.Bytes, 0, 64 * 1024 * 5 / 4 + 1000);
        }

        var dropped = _rig.Writer.Health.Dropped;
        Assert.InRange(dropped, 1000, 1999);
        await _rig.Log.WaitForAsync("have gone unrecorded");
        _disk.Room = long.MaxValue;
        await _rig.FlushAsync();
        Assert.Equal(Enumerable.Range(1, 2000 - (int)dropped), _rig.Numbers);
    }

    public async ValueTask DisposeAsync()
    {
        _disk.Dispose();
        await _rig.DisposeAsync();
    }
}
