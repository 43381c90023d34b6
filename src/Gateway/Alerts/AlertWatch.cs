using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Configuration.Loading;

namespace Gateway.Alerts;

/// <summary>Asks the sources every second. Raises a problem that has lasted, and resolves it when it has been gone as long.</summary>
internal sealed partial class AlertWatch(
    IEnumerable<IAlertSource> sources, IAlerts alerts, ConfigStore config, TimeProvider time, ILogger<AlertWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    public void Look()
    {
        var now = time.GetUtcNow();
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            foreach (var alert in FindAll(source))
            {
                if (found.Add(alert.Key))
                {
                    See(alert, source.MayPass ? config.Current.Alerts.After : TimeSpan.Zero, now);
                }
            }
        }

        foreach (var (key, seen) in _seen.Where(s => !found.Contains(s.Key)).ToList())
        {
            seen.GoneSince ??= now;
            if (seen.IsRaised && now - seen.GoneSince < seen.After)
            {
                continue;
            }

            _seen.Remove(key);
            if (seen.IsRaised)
            {
                alerts.Resolve(seen.Alert.Kind, seen.Alert.About);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            Look();
        }
    }

    private List<AlertEvent> FindAll(IAlertSource source)
    {
        try
        {
            return [.. source.Find()];
        }
        catch (Exception e)
        {
            // One that fails hides no other. What it reported before counts as over, if it fails for long.
            Log.Failed(logger, source.GetType().Name, e);
            return [];
        }
    }

    private void See(AlertEvent alert, TimeSpan after, DateTimeOffset now)
    {
        if (!_seen.TryGetValue(alert.Key, out var seen))
        {
            _seen[alert.Key] = seen = new Seen { Since = now };
        }

        var isWorse = seen.Alert is { } before && alert.Level > before.Level;
        (seen.Alert, seen.After, seen.GoneSince) = (alert, after, null);
        if (now - seen.Since >= after && (!seen.IsRaised || isWorse))
        {
            seen.IsRaised = true;
            alerts.Raise(alert);
        }
    }

    private sealed class Seen
    {
        public AlertEvent Alert { get; set; } = null!;

        public required DateTimeOffset Since { get; init; }

        public TimeSpan After { get; set; }

        public DateTimeOffset? GoneSince { get; set; }

        public bool IsRaised { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(7030, LogLevel.Error, "{Source} could not say what is wrong.")]
        public static partial void Failed(ILogger logger, string source, Exception exception);
    }
}
