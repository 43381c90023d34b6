using System.Diagnostics;
using Gateway.Ledger.Journal;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>A start replays the journals of earlier runs.</summary>
public sealed class JournalReplayTests(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly JournalRig _rig = new();

    [Fact]
    public async Task RequestsThatBeganAndDidNotEnd_AreRecordedAsUnknown_AfterTheOthers()
    {
        var journal = await _rig.StartAsync(writes: false);
        for (var i = 1; i <= 9; i++)
        {
            journal.Begin(SampleRecords.Intent(i));
        }

        foreach (var ended in new[] { 9, 2, 4 })
        {
            await journal.CommitAsync(SampleRecords.New(ended));
        }

        await _rig.StopAsync();
        await _rig.StartAsync();
        await _rig.FlushAsync();
        Assert.Equal([9, 2, 4, 1, 3, 5, 6, 7, 8], _rig.Numbers);
        Assert.All(_rig.Stored.Skip(3), r => Assert.Equal(AnswerEnd.Unknown, r.End));
        await _rig.Log.WaitForAsync("ended while 6 requests were under way");

        // They are done with: a further start knows nothing of them.
        await _rig.StopAsync();
        await _rig.StartAsync();
        await _rig.FlushAsync();
        Assert.Equal(9, _rig.Numbers.Length);
        Assert.Empty(_rig.Segments);
    }

    [Fact]
    public async Task Request_ThatRunsLongerThanItsSegmentLives_IsStillKnownAfterAKill()
    {
        _rig.Options = _rig.Options with { SegmentSize = 128 * 1024 };
        var journal = await _rig.StartAsync();
        journal.Begin(SampleRecords.Intent(1_000_000));
        journal.Begin(SampleRecords.Intent(1_000_001));
        var first = "";
        for (var i = 1; i <= 6000; i++)
        {
            journal.Begin(SampleRecords.Intent(i));
            var safe = journal.CommitAsync(SampleRecords.New(i)).AsTask();
            if (i % 20 == 1)
            {
                await safe;
            }

            first = i == 1 ? _rig.Segments.First() : first;
        }

        await _rig.FlushAsync();
        // The rest of the segments behind the checkpoint goes with what is stored next.
        await journal.CommitAsync(SampleRecords.New(1_000_001));
        await _rig.FlushAsync();
        Assert.False(File.Exists(first));
        Assert.InRange(_rig.Segments.Count(), 1, 2);
        await _rig.StopAsync();
        _rig.Stored.Clear();
        await _rig.StartAsync();
        await _rig.FlushAsync();
        Assert.Equal([1_000_000], _rig.Numbers);
    }

    [Fact]
    public async Task Checkpoint_ThatIsLost_MeansThatAllIsHandedOnAgain_AndNothingElse()
    {
        var journal = await _rig.StartAsync();
        for (var i = 1; i <= 50; i++)
        {
            journal.Begin(SampleRecords.Intent(i));
            await journal.CommitAsync(SampleRecords.New(i));
        }

        await _rig.StopAsync();
        await File.WriteAllBytesAsync(Path.Combine(_rig.Folder, "checkpoint"), new byte[20]);
        _rig.Stored.Clear();
        await _rig.StartAsync();
        await _rig.FlushAsync();
        Assert.Equal(Enumerable.Range(1, 50), _rig.Numbers);
    }

    // On the way of the start is only the list of the segments; they are read while the gateway serves.
    [Fact]
    public async Task Start_With64MegabytesOfJournal_TakesTwoSecondsAtMost()
    {
        var count = await _rig.FillAsync(segments: 5);
        Assert.True(_rig.Segments.Sum(s => new FileInfo(s).Length) >= 64_000_000);

        var since = Stopwatch.GetTimestamp();
        var journal = await _rig.StartAsync();
        journal.Begin(SampleRecords.Intent(count));
        await journal.CommitAsync(SampleRecords.New(count));
        var started = Stopwatch.GetElapsedTime(since);
        await _rig.FlushAsync();
        output.WriteLine(
            $"start {started.TotalMilliseconds:0} ms, replay of {count} records {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms");
        Assert.InRange(started.TotalSeconds, 0, 2);
        Assert.Equal(Enumerable.Range(0, count + 1), _rig.Numbers);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();
}
