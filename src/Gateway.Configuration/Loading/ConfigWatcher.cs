using Gateway.Configuration.Binding;

namespace Gateway.Configuration.Loading;

/// <summary>
/// Applies a changed configuration file while the gateway runs, if it is valid. Reads the file every second rather than watching it:
/// notifications are lost on network shares and on the link swaps with which containers mount such files.
/// </summary>
internal sealed partial class ConfigWatcher(ConfigLocation location, ConfigStore store, TimeProvider time, ILogger<ConfigWatcher> logger)
    : BackgroundService
{
    private const int MissesToTell = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // Options read at start only keep these values, whatever is written since.
    private readonly GatewayConfig _started = store.Current;

    // The file is read by the timer and on demand.
    private readonly Lock _turn = new();

    private string _lastText = store.FirstText;
    private string? _candidate;
    private int _missed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.InForce(logger, location.Path is null ? location.Name : Path.GetFullPath(location.Path));
        SayWhatIsCaptured(store.Current);
        SayWhatIsMissing(store.Current);
        if (location.Path is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                lock (_turn)
                {
                    Check();
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    /// <summary>Reads the file and its secrets at once, on request.</summary>
    public void Reload()
    {
        lock (_turn)
        {
            Log.Asked(logger, location.Name);
            if (Read() is not { } text)
            {
                Log.Gone(logger, location.Name);
                return;
            }

            _candidate = null;
            TakeIfGood(text);
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

        // A half-written file may be valid YAML, without its keys. It must read the same twice.
        if (text != _candidate)
        {
            _candidate = text;
            return;
        }

        TakeIfGood(text);
    }

    private void TakeIfGood(string text)
    {
        var isChanged = text != _lastText;
        _lastText = text;
        var result = ConfigLoader.Load(text);
        if (result.Config is { } config)
        {
            Take(config, isChanged);
            return;
        }

        Log.Refused(logger, location.Name, string.Join(Environment.NewLine, result.Mistakes.Select(m => m.Describe(location.Name))));
    }

    // An editor may be replacing it right now; the last configuration stays in force.
    private void SayIfGone(string? text)
    {
        _missed = text is null ? _missed + 1 : 0;
        if (_missed == MissesToTell)
        {
            Log.Gone(logger, location.Name);
        }
    }

    /// <returns>The text; null when it is empty, which nobody means as a configuration.</returns>
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

    private void Take(GatewayConfig config, bool isChanged)
    {
        var before = store.Current;
        if (before.Keys.Count > 0 && config.Keys.Count == 0 && !config.Anonymous)
        {
            Log.Refused(
                logger, location.Name,
                "keys: all are gone, which would serve this machine without any. Say 'anonymous: true', or restart, if that is meant.");
            return;
        }

        var waiting = ConfigDifference.Hold(_started, config);
        var isOther = ConfigDifference.Between(before, config).Count > 0;
        try
        {
            store.Replace(config);
        }
        catch (Exception e)
        {
            Log.Failed(logger, location.Name, e);
            return;
        }

        if (waiting.Count == 0)
        {
            // When read again on demand, the same text is no change.
            if (isChanged)
            {
                Log.Taken(logger, location.Name);
            }
        }
        else if (isOther)
        {
            Log.TakenInPart(logger, location.Name, string.Join(", ", waiting));
        }
        else
        {
            Log.NeedsRestart(logger, location.Name, string.Join(", ", waiting));
        }

        SayWhatIsCaptured(config);
        SayWhatIsMissing(config);
    }

    // Nobody should have to read the file to learn that what people write is kept.
    private void SayWhatIsCaptured(GatewayConfig config)
    {
        if (config.Routes.Any(static r => r.Capture))
        {
            Log.Captures(logger, string.Join(", ", config.Routes.Where(static r => r.Capture).Select(static r => r.Name)));
        }
    }

    // A backend without its credential is left out, and an alert is not told: whoever forgot one should not find out that way.
    private void SayWhatIsMissing(GatewayConfig config)
    {
        foreach (var line in MissingSecrets.Of(config))
        {
            Log.Missing(logger, location.Name, line);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2003, LogLevel.Information, "In force: {File}.")]
        public static partial void InForce(ILogger logger, string file);

        [LoggerMessage(2000, LogLevel.Information, "{File} has changed and is in force.")]
        public static partial void Taken(ILogger logger, string file);

        [LoggerMessage(
            2001, LogLevel.Error, "{File} has changed but has mistakes; the last good configuration stays in force.\n{Mistakes}")]
        public static partial void Refused(ILogger logger, string file, string mistakes);

        [LoggerMessage(2005, LogLevel.Warning, "{File} is gone, empty, or not readable; what was read last stays in force.")]
        public static partial void Gone(ILogger logger, string file);

        [LoggerMessage(2004, LogLevel.Error, "{File} has changed but cannot be put into force; the last good configuration stays.")]
        public static partial void Failed(ILogger logger, string file, Exception e);

        [LoggerMessage(
            2006, LogLevel.Warning,
            "Prompts and answers are kept in the ledger's database for requests by these names (capture: true): {Routes}.")]
        public static partial void Captures(ILogger logger, string routes);

        [LoggerMessage(
            2002, LogLevel.Warning,
            "{File} has changed. These keys take effect at the next start, and stay as they were until then: {Keys}.")]
        public static partial void NeedsRestart(ILogger logger, string file, string keys);

        [LoggerMessage(
            2530, LogLevel.Warning, "{File} has changed and is in force, but for these keys, which take effect at the next start: {Keys}.")]
        public static partial void TakenInPart(ILogger logger, string file, string keys);

        [LoggerMessage(2531, LogLevel.Information, "SIGHUP: {File} and the secrets that it names are read again.")]
        public static partial void Asked(ILogger logger, string file);

        [LoggerMessage(2532, LogLevel.Warning, "{File}: {Missing}.")]
        public static partial void Missing(ILogger logger, string file, string missing);
    }
}
