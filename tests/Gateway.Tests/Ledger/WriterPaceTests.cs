using System.Diagnostics;
using Gateway.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Tests.Hosting;
using Gateway.Tests.Ledger.Journal;

namespace Gateway.Tests.Ledger;

/// <summary>Records are written into the store in few large batches, and while the machine is busy later.</summary>
public sealed class WriterPaceTests : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly JournalRig _rig = new();
    private int _looks;

    [Fact]
    public async Task FullBatch_IsWrittenAtOnce_AndWhatIsLessLater()
    {
        _rig.WriterOptions = new WriterOptions { Interval = Long, IsBusy = static _ => false };
        var journal = await _rig.StartAsync();
        await CommitAsync(journal, 0, JournalBacklog.MostAtOnce);
        await WaitUntil.TrueAsync(() => _rig.Numbers.Length >= JournalBacklog.MostAtOnce);
        await CommitAsync(journal, JournalBacklog.MostAtOnce, 3);
        Assert.Equal(JournalBacklog.MostAtOnce, _rig.Numbers.Length);
        await _rig.FlushAsync();
        Assert.Equal(Enumerable.Range(0, JournalBacklog.MostAtOnce + 3), _rig.Numbers);
    }

    [Fact]
    public async Task Records_WaitForABusyMachine_UntilTheyAreTooMany()
    {
        _rig.WriterOptions = Busy() with { MostWaiting = 100 };
        var journal = await BeginAsync();
        await CommitAsync(journal, 1, 99);
        var looks = Volatile.Read(ref _looks);
        await WaitUntil.TrueAsync(() => Volatile.Read(ref _looks) > looks + 5);
        Assert.Single(_rig.Numbers);
        Assert.Equal(99, _rig.Writer.Health.Pending);
        Assert.True(_rig.Writer.Health.Lag > TimeSpan.Zero);

        // The last one may be on its way to the disk still.
        await CommitAsync(journal, 100, 1);
        await WaitUntil.TrueAsync(() => _rig.Numbers.Length >= 100);
    }

    // It makes the tables, which is a part of the start.
    [Fact]
    public async Task FirstBatch_WaitsForNoMachine()
    {
        _rig.WriterOptions = Busy();
        await BeginAsync();
        Assert.Equal(0, Volatile.Read(ref _looks));
    }

    [Fact]
    public async Task Records_WaitForABusyMachine_NoLongerThanTheLimit()
    {
        _rig.WriterOptions = Busy() with { Patience = TimeSpan.FromMilliseconds(300) };
        var journal = await BeginAsync();
        var since = Stopwatch.GetTimestamp();
        await CommitAsync(journal, 1, 10);
        await WaitUntil.TrueAsync(() => _rig.Numbers.Length == 11);
        Assert.True(Stopwatch.GetElapsedTime(since) >= TimeSpan.FromMilliseconds(300));
        Assert.True(Volatile.Read(ref _looks) > 0);
    }

    [Fact]
    public async Task Records_OfABusyMachine_AreWrittenForWhoeverAsks_AndAtTheEnd()
    {
        _rig.WriterOptions = Busy();
        var journal = await _rig.StartAsync();
        await CommitAsync(journal, 0, 5000);
        await _rig.FlushAsync();
        Assert.Equal(Enumerable.Range(0, 5000), _rig.Numbers);
        Assert.Equal((0, TimeSpan.Zero), (_rig.Writer.Health.Pending, _rig.Writer.Health.Lag));

        await CommitAsync(journal, 5000, 10);
        await _rig.StopAsync();
        Assert.Equal(Enumerable.Range(0, 5010), _rig.Numbers);
    }

    [Fact]
    public async Task SharedLedger_NeverWaitsForAMachine()
    {
        _rig.WriterOptions = WriterOptions.For(isShared: true) with { IsBusy = static _ => throw new InvalidOperationException() };
        var journal = await _rig.StartAsync();
        await CommitAsync(journal, 0, 10);
        await WaitUntil.TrueAsync(() => _rig.Numbers.Length == 10);
    }

    [Fact]
    public async Task Load_OfAllProcessors_IsSeen()
    {
        var load = new MachineLoad();
        using var enough = new CancellationTokenSource();
        Task[] work = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(
            () => SpinWait.SpinUntil(() => enough.IsCancellationRequested),
            default, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await WaitUntil.TrueAsync(() => load.IsBusy(TimeSpan.Zero));
        await enough.CancelAsync();
        await Task.WhenAll(work);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private async Task<UsageJournal> BeginAsync()
    {
        var journal = await _rig.StartAsync();
        await CommitAsync(journal, 0, 1);
        await WaitUntil.TrueAsync(() => _rig.Numbers.Length == 1);
        return journal;
    }

    private static async Task CommitAsync(UsageJournal journal, int first, int count)
    {
        for (var i = first; i < first + count - 1; i++)
        {
            journal.End(SampleRecords.New(i));
        }

        await journal.CommitAsync(SampleRecords.New(first + count - 1));
    }

    private WriterOptions Busy() => new()
    {
        Interval = TimeSpan.FromMilliseconds(5),
        Patience = Long,
        IsBusy = _ => Interlocked.Increment(ref _looks) > 0,
    };
}
