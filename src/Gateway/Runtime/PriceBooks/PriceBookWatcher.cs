using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Telemetry.Notices;

namespace Gateway.Runtime.PriceBooks;

/// <summary>
/// Reads the price book that the configuration names: at start, when the configuration names another, and at intervals. It puts a good book
/// in force; otherwise the last good one holds.
/// </summary>
internal sealed partial class PriceBookWatcher(
    ConfigStore config, ConfigLocation location, PriceBookStore books, INotices notices, TimeProvider time,
    ILogger<PriceBookWatcher> logger)
    : BackgroundService
{
    /// <summary>How often a file is read.</summary>
    public static readonly TimeSpan FileInterval = TimeSpan.FromSeconds(2);

    /// <summary>How often an address is asked.</summary>
    public static readonly TimeSpan UrlInterval = TimeSpan.FromHours(1);

    private readonly BookSource _source = new();
    private readonly OpenNotices _open = new(NoticeKind.PriceBookRefused);
    private PricesConfig? _readBy;
    private byte[]? _taken;
    private long _askedAt;

    // Before the first request is priced.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _source.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FileInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await CheckAsync(stoppingToken);
        }
    }

    private async Task CheckAsync(CancellationToken stop)
    {
        var wanted = config.Current.Prices;
        var isOther = wanted != _readBy;
        if (wanted is null)
        {
            if (isOther)
            {
                (_readBy, _taken) = (null, null);
                books.Drop();
                Tell(null);
            }

            return;
        }

        if (!isOther && wanted.Url is not null && time.GetElapsedTime(_askedAt) < UrlInterval)
        {
            return;
        }

        (_readBy, _askedAt) = (wanted, time.GetTimestamp());
        var name = wanted.File ?? wanted.Url!;
        try
        {
            var (bytes, fault) = await _source.ReadAsync(wanted, location.Folder, stop);
            if (bytes is not null && !isOther && _taken?.AsSpan().SequenceEqual(bytes) == true)
            {
                Tell(null);
                return;
            }

            var book = default(Routing.Models.PriceTable);
            if (bytes is not null)
            {
                (book, fault) = BookText.Read(bytes, wanted.Sha256);
            }

            if (book is not null)
            {
                _taken = bytes;
                books.Take(book);
                Log.Taken(logger, name, book.Count);
            }

            Tell(fault is null ? null : (name, fault));
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Log.Failed(logger, name, e);
        }
    }

    // Once for each fault: a file is read every two seconds.
    private void Tell((string Name, string Fault)? refused)
    {
        foreach (var notice in _open.Take(refused is { } now ? [(now.Name, now.Fault)] : []))
        {
            if (!notice.IsResolved)
            {
                Log.Refused(logger, notice.Subject, notice.Text);
            }

            notices.Tell(
                notice with { Text = $"The price book {notice.Subject} is refused; the last good one stays in force. {notice.Text}" });
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5171, LogLevel.Information, "The price book {Name} is in force, with the prices of {Count} models.")]
        public static partial void Taken(ILogger logger, string name, int count);

        [LoggerMessage(5172, LogLevel.Error, "The price book {Name} is refused; the last good one stays in force.\n{Fault}")]
        public static partial void Refused(ILogger logger, string name, string fault);

        [LoggerMessage(5173, LogLevel.Error, "The price book {Name} made the gateway fail; the last good one stays in force.")]
        public static partial void Failed(ILogger logger, string name, Exception e);
    }
}
