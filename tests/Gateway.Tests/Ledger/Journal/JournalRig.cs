using Gateway.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>A journal in a folder of its own, with what moves it into a store that is a list.</summary>
internal sealed class JournalRig : IAsyncDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly List<(UsageJournal Journal, UsageWriter Writer)> _runs = [];
    private readonly bool _ownsFolder;

    public JournalRig(string? folder = null)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Path.Combine(Directory.CreateTempSubdirectory("gateway-journal-").FullName, "journal");
        Options = new JournalOptions(Folder);
        _loggers = LoggerFactory.Create(b => b.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
    }

    public string Folder { get; }

    public CapturedLog Log { get; } = new();

    public JournalOptions Options { get; set; }

    /// <summary>When the store is given records; the machine is never busy.</summary>
    public WriterOptions WriterOptions { get; set; } = new() { IsBusy = static _ => false };

    /// <summary>What the store was given, in order; what it was given twice is in here twice.</summary>
    public List<UsageRecord> Stored { get; } = [];

    /// <summary>What the store throws; null: it takes everything.</summary>
    public Exception? StoreFault { get; set; }

    public UsageJournal Journal => _runs[^1].Journal;

    public UsageWriter Writer => _runs[^1].Writer;

    public IEnumerable<string> Segments => Directory.EnumerateFiles(Folder, "*.journal").Order(StringComparer.Ordinal);

    public int[] Numbers
    {
        get
        {
            lock (Stored)
            {
                return [.. Stored.Select(SampleRecords.NumberOf)];
            }
        }
    }

    /// <summary>Starts a gateway's journal.</summary>
    /// <param name="writes">Whether it is moved into the store.</param>
    public async Task<UsageJournal> StartAsync(bool writes = true)
    {
        var journal = new UsageJournal(Options, _loggers.CreateLogger<UsageJournal>());
        var writer = new UsageWriter(journal, WriteAsync, _loggers.CreateLogger<UsageWriter>(), WriterOptions);
        _runs.Add((journal, writer));
        if (writes)
        {
            await writer.StartAsync(default);
        }
        else
        {
            journal.Open();
        }

        return journal;
    }

    /// <summary>Ends the run in an orderly way.</summary>
    public async Task StopAsync()
    {
        foreach (var (journal, writer) in _runs)
        {
            await writer.StopAsync(default);
            journal.Dispose();
            writer.Dispose();
        }

        _runs.Clear();
    }

    /// <summary>Writes until there are so many segments, and moves none of it into the store. Gives the number of records.</summary>
    public async Task<int> FillAsync(int segments)
    {
        Options = Options with { Memory = 1L << 30 };
        var journal = await StartAsync(writes: false);
        var count = 0;
        for (var isEnough = false; !isEnough; count++)
        {
            journal.Begin(SampleRecords.Intent(count));
            var safe = journal.CommitAsync(SampleRecords.New(count)).AsTask();
            if (count % 1000 == 0)
            {
                await safe;
                isEnough = Segments.Count() >= segments;
            }
        }

        await StopAsync();
        return count;
    }

    public Task FlushAsync() => Writer.FlushAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _loggers.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Path.GetDirectoryName(Folder)!, recursive: true);
        }
    }

    private Task WriteAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop)
    {
        if (StoreFault is { } fault)
        {
            return Task.FromException(fault);
        }

        lock (Stored)
        {
            Stored.AddRange(records);
        }

        return Task.CompletedTask;
    }
}
