using Gateway.Configuration.Loading;
using Gateway.Runtime;

namespace Gateway.Health;

/// <summary>
/// Checks the memory once a second, never on the request path, and says when new work must wait: from 90 % of the
/// limit until it is below 85 % again.
/// </summary>
internal sealed partial class MemoryWatch(
    IProcessMemory memory, OverloadSignal overload, ConfigStore config, TimeProvider time, ILogger<MemoryWatch> logger) : IHostedService,
        IDisposable
{
    private const double Full = 0.90;
    private const double FreeAgain = 0.85;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>A collection stops everything for a moment, including streams, so there are few.</summary>
    private static readonly TimeSpan BetweenCollections = TimeSpan.FromSeconds(10);

    private readonly Lock _looking = new();
    private ITimer? _timer;
    private long? _collectedAt;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(static watch => ((MemoryWatch)watch!).Look(), this, Interval, Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        // A collection may take longer than the interval; a check that would wait for it is skipped.
        if (!_looking.TryEnter())
        {
            return;
        }

        try
        {
            Judge(config.Current.Limits.Memory?.Bytes ?? memory.Limit);
        }
        finally
        {
            _looking.Exit();
        }
    }

    private void Judge(long limit)
    {
        var threshold = limit * (overload.IsOverloaded ? FreeAgain : Full);
        var used = memory.Used;
        if (used >= threshold && MayCollect())
        {
            // Much of it may be garbage, which the runtime has no reason to collect while new work is refused: without this
            // the gateway could refuse forever.
            memory.Collect();
            _collectedAt = time.GetTimestamp();
            used = memory.Used;
        }

        var isOverloaded = limit > 0 && used >= threshold;
        if (isOverloaded == overload.IsOverloaded)
        {
            return;
        }

        overload.IsOverloaded = isOverloaded;
        if (isOverloaded)
        {
            Log.Short(logger, used, limit);
        }
        else
        {
            Log.Enough(logger, used, limit);
        }
    }

    private bool MayCollect() => _collectedAt is not { } at || time.GetElapsedTime(at) >= BetweenCollections;

    private static partial class Log
    {
        [LoggerMessage(
            1010, LogLevel.Warning,
            "Memory is short: {Used} of {Limit} bytes. New requests are refused until it is not; running ones go on. More room: the "
            + "container's limit, or limits.memory.")]
        public static partial void Short(ILogger logger, long used, long limit);

        [LoggerMessage(1011, LogLevel.Information, "Memory is enough again: {Used} of {Limit} bytes. New requests are taken.")]
        public static partial void Enough(ILogger logger, long used, long limit);
    }
}
