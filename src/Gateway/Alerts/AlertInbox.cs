using System.Collections.Concurrent;
using Gateway.Alerts.Events;
using Gateway.Configuration;

namespace Gateway.Alerts;

/// <summary>Holds raised and resolved alerts until the keeper takes them, at most a second later.</summary>
internal sealed partial class AlertInbox(ILogger<AlertInbox> logger) : IAlerts
{
    // Far more than there is to tell; a part that raises without end must not fill the memory.
    private const int Most = 10_000;

    private readonly ConcurrentQueue<(AlertEvent? Raised, string Key)> _waiting = new();

    public void Raise(AlertEvent alert) => Add(alert, alert.Key);

    public void Resolve(AlertKind kind, string about) => Add(null, AlertEvent.KeyOf(kind, about));

    /// <summary>Takes the oldest entry: a raised alert, or the key of one that is over.</summary>
    public bool TryTake(out (AlertEvent? Raised, string Key) entry) => _waiting.TryDequeue(out entry);

    private void Add(AlertEvent? raised, string key)
    {
        if (_waiting.Count >= Most)
        {
            Log.Dropped(logger, key);
            return;
        }

        _waiting.Enqueue((raised, key));
    }

    private static partial class Log
    {
        [LoggerMessage(7000, LogLevel.Error, "Too many alerts wait to be told, and {Key} is left out.")]
        public static partial void Dropped(ILogger logger, string key);
    }
}
