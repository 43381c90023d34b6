using System.Diagnostics;
using System.Globalization;
using Gateway.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Ledger;

/// <summary>
/// Measures what the journal adds to the end of an answer: the wait until a record is safe on this machine's disk. First the requests come
/// at a fixed pace, then from callers that never pause. The store accepts everything at once, so only the disk is measured.
/// </summary>
internal static class JournalMeasurement
{
    public static async Task<int> RunAsync(int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-journal-").FullName;
        try
        {
            Console.WriteLine($"a sync of this disk alone: {SyncMilliseconds(folder):0.000} ms");
            using var journal = new UsageJournal(new JournalOptions(Path.Combine(folder, "journal")), NullLogger<UsageJournal>.Instance);
            using var writer = new UsageWriter(
                journal, static (_, _) => Task.CompletedTask, NullLogger<UsageWriter>.Instance, new WriterOptions());
            await writer.StartAsync(default);
            await CrowdAsync(journal, 64, 1);
            foreach (var perSecond in new[] { 100, 1000 })
            {
                Tell($"{perSecond} a second", await PacedAsync(journal, perSecond, seconds));
            }

            foreach (var callers in new[] { 1, 8, 64 })
            {
                Tell($"{callers} callers without a pause", await CrowdAsync(journal, callers, seconds));
            }

            await writer.FlushAsync(default);
            await writer.StopAsync(default);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Tell(string what, (List<double> Waits, TimeSpan Took, TimeSpan Processor) run)
    {
        run.Waits.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: p50 {run.Waits[run.Waits.Count / 2]:0.000} ms, p99 {run.Waits[run.Waits.Count * 99 / 100]:0.000} ms (goals 0.3 "
            + $"and 5), highest {run.Waits[^1]:0.0} ms, {run.Waits.Count / run.Took.TotalSeconds:0} records/s, "
            + $"{run.Processor.TotalMicroseconds / run.Waits.Count:0.0} us of processor each"));
    }

    private static async Task<(List<double>, TimeSpan, TimeSpan)> CrowdAsync(UsageJournal journal, int callers, int seconds)
    {
        var (since, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var waits = await Task.WhenAll(Enumerable.Range(1, callers).Select(caller => Task.Run(async () =>
        {
            var own = new List<double>(100_000);
            var record = MeasuredRecord.New(caller);
            while (Stopwatch.GetElapsedTime(since).TotalSeconds < seconds)
            {
                own.Add(await CommitAsync(journal, record));
            }

            return own;
        })));
        return ([.. waits.SelectMany(static w => w)], Stopwatch.GetElapsedTime(since), Environment.CpuUsage.TotalTime - processor);
    }

    // A timer every ten milliseconds starts all requests that are due, so that some end together.
    private static async Task<(List<double>, TimeSpan, TimeSpan)> PacedAsync(UsageJournal journal, int perSecond, int seconds)
    {
        var (since, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var waits = new List<double>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < perSecond * seconds && await timer.WaitForNextTickAsync();)
        {
            var due = (int)(Stopwatch.GetElapsedTime(since).TotalSeconds * perSecond) - i;
            waits.AddRange(
                await Task.WhenAll(
                    Enumerable.Range(i, Math.Max(0, due)).Select(n => Task.Run(() => CommitAsync(journal, MeasuredRecord.New(n))))));
            i += due;
        }

        return (waits, Stopwatch.GetElapsedTime(since), Environment.CpuUsage.TotalTime - processor);
    }

    private static async Task<double> CommitAsync(UsageJournal journal, UsageRecord record)
    {
        journal.Begin(record);
        var began = Stopwatch.GetTimestamp();
        await journal.CommitAsync(record);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double SyncMilliseconds(string folder)
    {
        const int times = 200;
        using var file = SegmentFile.Make(Path.Combine(folder, "sync"), 1024 * 1024);
        var since = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            file.Write(new byte[200], i * 200);
            file.Sync();
        }

        return Stopwatch.GetElapsedTime(since).TotalMilliseconds / times;
    }
}
