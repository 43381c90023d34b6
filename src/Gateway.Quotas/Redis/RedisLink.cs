namespace Gateway.Quotas.Redis;

/// <summary>
/// Tracks whether the shared counters are in use. One failure is enough to stop: the next request must not wait for a server that is away.
/// Retrying is left to the keeper, which has the time.
/// </summary>
internal sealed partial class RedisLink(TimeProvider time, ILogger<RedisLink> logger, IRedisMeter? measures = null)
{
    private readonly Lock _lock = new();
    private volatile bool _isConnected;
    private volatile bool _isLost;
    private long _lastSync = DateTimeOffset.MinValue.UtcTicks;
    private DateTimeOffset _since = time.GetUtcNow();
    private string? _reason = "not reached yet";
    private int _replicas = 1;
    private TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsConnected => _isConnected;

    /// <summary>True when Redis was found without the counters, so that they have to be rebuilt.</summary>
    public bool IsLost => _isLost;

    /// <summary>True when it has been away at least once since it was first reached.</summary>
    public bool WasAway { get; private set; }

    /// <summary>The time of the last state change.</summary>
    public DateTimeOffset Since
    {
        get
        {
            lock (_lock)
            {
                return _since;
            }
        }
    }

    /// <summary>The time of Redis's last answer.</summary>
    public DateTimeOffset LastSync => new(Volatile.Read(ref _lastSync), TimeSpan.Zero);

    /// <summary>The last known number of live replicas.</summary>
    public int Replicas
    {
        get => Volatile.Read(ref _replicas);
        set => Volatile.Write(ref _replicas, Math.Max(1, value));
    }

    public string? Reason
    {
        get
        {
            lock (_lock)
            {
                return _reason;
            }
        }
    }

    /// <summary>The time since Redis's last answer.</summary>
    public TimeSpan SilentFor => time.GetUtcNow() - LastSync;

    /// <summary>Waits until Redis is in use again.</summary>
    /// <returns>False when the time has run out.</returns>
    public ValueTask<bool> ReturnsAsync(TimeSpan within)
    {
        Task returned;
        lock (_lock)
        {
            returned = _returned.Task;
        }

        return returned.IsOverAsync(within, time);
    }

    public void Synced() => Volatile.Write(ref _lastSync, time.GetUtcNow().UtcTicks);

    public void Failed(Exception why)
    {
        measures?.Failed();
        lock (_lock)
        {
            _isLost |= why is CountersLostException;
            _reason = why is TimeoutException ? "no answer in time" : why.Message;
            if (!_isConnected)
            {
                return;
            }

            (_isConnected, _since, WasAway) = (false, time.GetUtcNow(), true);
            _returned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        Log.Away(logger, Reason);
    }

    /// <summary>Records that the counters were rebuilt, or that another replica's were found.</summary>
    public void Found() => _isLost = false;

    public void Returned()
    {
        TimeSpan away;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            away = now - _since;
            (_isConnected, _since, _reason) = (true, now, null);
            _returned.TrySetResult();
        }

        Synced();
        Log.Back(logger, away.TotalSeconds, Replicas);
    }

    private static partial class Log
    {
        [LoggerMessage(
            3100, LogLevel.Warning,
            "Redis cannot be reached: {Reason}. Until it returns this replica admits no more than it holds of the limits.")]
        public static partial void Away(ILogger logger, string? reason);

        [LoggerMessage(
            3101, LogLevel.Information,
            "Redis answers after {Seconds:0.0} s; {Replicas} replicas count there. What was admitted meanwhile is counted now.")]
        public static partial void Back(ILogger logger, double seconds, int replicas);
    }
}
