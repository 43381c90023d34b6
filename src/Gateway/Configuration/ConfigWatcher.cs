namespace Gateway.Configuration;

/// <summary>
/// Takes over a changed configuration file while the gateway runs, if it is good. Reads the file every second rather than
/// watching it: notifications are lost on network shares and on the link swaps by which containers mount such files.
/// </summary>
internal sealed partial class ConfigWatcher(ConfigLocation location, ConfigStore store, TimeProvider time, ILogger<ConfigWatcher> logger) : BackgroundService
{
    private const int MissesToTell = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string _lastText = store.FirstText;
    private string? _candidate;
    private int _missed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.InForce(logger, location.Path is null ? location.Name : Path.GetFullPath(location.Path));
        SayWhatIsCaptured(store.Current);
        if (location.Path is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                Check();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Check()
    {
        var text = Read();
        SayIfGone(text);
        if (text is null || text == _lastText)
        {
            _candidate = null;
            return;
        }

        // A file that is being written may be good YAML half-way, without its keys. It must read the same twice.
        if (text != _candidate)
        {
            _candidate = text;
            return;
        }

        _lastText = text;
        var result = ConfigLoader.Load(text);
        if (result.Config is { } config)
        {
            Take(config);
            return;
        }

        Log.Refused(logger, location.Name, string.Join(Environment.NewLine, result.Mistakes.Select(m => m.Describe(location.Name))));
    }

    // An editor may be replacing it this moment; what was read stays in force.
    private void SayIfGone(string? text)
    {
        _missed = text is null ? _missed + 1 : 0;
        if (_missed == MissesToTell)
        {
            Log.Gone(logger, location.Name);
        }
    }

    /// <returns>The text; null when there is none, which is no configuration that anyone meant.</returns>
    private string? Read()
    {
        try
        {
            return location.Read() is var text && string.IsNullOrWhiteSpace(text) ? null : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Take(GatewayConfig config)
    {
        var before = store.Current;
        if (before.Keys.Count > 0 && config.Keys.Count == 0 && !config.Anonymous)
        {
            Log.Refused(logger, location.Name, "keys: all are gone, which would serve this machine without any. Say 'anonymous: true', or restart, if that is meant.");
            return;
        }

        try
        {
            store.Replace(config);
        }
        catch (Exception e)
        {
            Log.Failed(logger, location.Name, e);
            return;
        }

        Log.Taken(logger, location.Name);
        SayWhatIsCaptured(config);
        if (NeedsStart(before) != NeedsStart(config))
        {
            Log.NeedsRestart(logger);
        }
    }

    // Nobody should have to read the file to know that what people write is kept.
    private void SayWhatIsCaptured(GatewayConfig config)
    {
        if (config.Routes.Any(static r => r.Capture))
        {
            Log.Captures(logger, string.Join(", ", config.Routes.Where(static r => r.Capture).Select(static r => r.Name)));
        }
    }

    // A list is not compared by what is in it.
    private static (ListenConfig, StorageConfig?, SecretConfig?, int, RedisConfig?, string?) NeedsStart(GatewayConfig config) => (
        config.Listen,
        config.Storage,
        config.KeyPepper,
        config.Limits.ConcurrentConnections,
        config.Quotas.Redis is { } redis ? redis with { Endpoints = [] } : null,
        config.Quotas.Redis is { } shared ? string.Join(' ', shared.Endpoints) : null);

    private static partial class Log
    {
        [LoggerMessage(2003, LogLevel.Information, "In force: {File}.")]
        public static partial void InForce(ILogger logger, string file);

        [LoggerMessage(2000, LogLevel.Information, "{File} has changed and is in force.")]
        public static partial void Taken(ILogger logger, string file);

        [LoggerMessage(2001, LogLevel.Error, "{File} has changed but has mistakes; the last good configuration stays in force.\n{Mistakes}")]
        public static partial void Refused(ILogger logger, string file, string mistakes);

        [LoggerMessage(2005, LogLevel.Warning, "{File} is gone, empty, or not readable; what was read last stays in force.")]
        public static partial void Gone(ILogger logger, string file);

        [LoggerMessage(2004, LogLevel.Error, "{File} has changed but cannot be put into force; the last good configuration stays.")]
        public static partial void Failed(ILogger logger, string file, Exception e);

        [LoggerMessage(2006, LogLevel.Warning, "Prompts and answers are kept in the ledger's database for requests by these names (capture: true): {Routes}.")]
        public static partial void Captures(ILogger logger, string routes);

        [LoggerMessage(2002, LogLevel.Warning, "'listen', 'storage', 'keyPepper', 'quotas.redis' or 'limits.concurrentConnections' has changed: that takes effect at the next start.")]
        public static partial void NeedsRestart(ILogger logger);
    }
}
