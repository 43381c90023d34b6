using System.Threading.Channels;
using Gateway.Alerts.Board;
using Gateway.Alerts.Events;
using Gateway.Alerts.Targets;
using Gateway.Alerts.Texts;
using Gateway.Configuration;
using Gateway.Configuration.Loading;

namespace Gateway.Alerts;

/// <summary>
/// Puts raised and resolved alerts and the receivers' answers on the board, once a second and after each answer. On the one replica that
/// tells, it also sends the news that is due.
/// </summary>
internal sealed partial class AlertKeeper(
    AlertInbox inbox, BoardExchange exchange, AlertTeller teller, ConfigStore config, AlertReplica replica, TimeProvider time,
    ILogger<AlertKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    // While replicas cannot share anything, the one that told last goes on. The others believe in it for so long.
    private static readonly TimeSpan BelievedFor = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, AlertEvent> _held = new(StringComparer.Ordinal);
    private readonly List<(AlertEvent? Raised, string Key)> _changes = [];
    private readonly List<AlertAnswer> _answers = [];
    private readonly List<AlertPlan> _plans = [];

    /// <summary>The board as it is now.</summary>
    public AlertBoard Board => exchange.Board;

    /// <summary>Sends a test message, within the target's rate.</summary>
    public async Task<AlertVerdict> TestAsync(AlertTargetConfig target, CancellationToken stop)
    {
        var most = AlertForm.Of(target.Kind).MostPerMinute;
        return Board.TargetOf(target.Name).IsWithinRate(most, time.GetUtcNow())
            ? await teller.TestAsync(target, stop)
            : new AlertVerdict(false, $"not sent: it takes {most} messages a minute, and had as many. Try again in a minute.");
    }

    /// <summary>Does the work that is due, and begins to send.</summary>
    public async Task TakeATurnAsync(CancellationToken stop)
    {
        var (alerts, now) = (config.Current.Alerts, time.GetUtcNow());
        var idle = teller.Idle(alerts);
        TakeAll(now);
        var result = ExchangeResult.Kept;
        if (alerts.Targets.Count == 0)
        {
            exchange.Change(board => Next(board, now));
        }
        else
        {
            result = await exchange.ChangeAsync(
                board =>
                {
                    _plans.Clear();
                    board = Next(board, now);
                    board = exchange.IsShared && exchange.AloneFor == TimeSpan.Zero ? board.TakeTurn(replica.Name, now) : board;
                    return MayTell(board) ? AlertTeller.Plan(board, idle, _plans, now) : board;
                },
                stop);
        }

        if (result == ExchangeResult.Busy)
        {
            return;
        }

        _changes.Clear();
        foreach (var answer in _answers)
        {
            teller.Report(answer, exchange.Board);
        }

        _answers.Clear();
        foreach (var plan in _plans)
        {
            teller.Begin(plan);
        }

        _plans.Clear();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (config.Current.Alerts.Targets.Count == 0)
        {
            return;
        }

        // Another replica need not wait until this one is no longer believed in.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StopLimit);
        try
        {
            await teller.WhenIdleAsync().WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = time.GetUtcNow();
            TakeAll(now);
            await exchange.ChangeAsync(board => Next(board, now).GiveUpTurn(replica.Name), limit.Token);
        }
        catch (OperationCanceledException)
        {
            // They wait then.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        teller.Answered += Wake;
        await using var timer = time.CreateTimer(_ => Wake(), null, Pace, Pace);
        try
        {
            while (await wakes.Reader.ReadAsync(stoppingToken).ConfigureAwait(false))
            {
                await TakeATurnGuardedAsync(stoppingToken);
            }
        }
        finally
        {
            teller.Answered -= Wake;
        }

        void Wake() => wakes.Writer.TryWrite(true);
    }

    private async Task TakeATurnGuardedAsync(CancellationToken stop)
    {
        try
        {
            await TakeATurnAsync(stop);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // What was raised waits for the next turn.
            Log.TurnFailed(logger, e);
        }
    }

    private bool MayTell(AlertBoard board) =>
        !exchange.IsShared || board.Teller == replica.Name || exchange.AloneFor >= BelievedFor;

    private void TakeAll(DateTimeOffset now)
    {
        while (inbox.TryTake(out var entry))
        {
            _changes.Add(entry);
            if (entry.Raised is { } alert)
            {
                var isKnown = _held.TryGetValue(alert.Key, out var before) && before.Level >= alert.Level;
                _held[alert.Key] = alert;
                if (!isKnown)
                {
                    Log.Raised(logger, Words(new AlertNews(alert, now, null, 1)));
                }
            }
            else if (_held.Remove(entry.Key, out var over))
            {
                Log.Over(logger, Words(new AlertNews(over, now, now, 1)));
            }
        }

        foreach (var ended in _held.Values.Where(h => h.Until <= now).ToList())
        {
            _held.Remove(ended.Key);
        }

        while (teller.TakeAnswer() is { } answer)
        {
            _answers.Add(answer);
        }
    }

    private AlertBoard Next(AlertBoard board, DateTimeOffset now)
    {
        foreach (var answer in _answers)
        {
            // A test counts toward the rate as well; other messages are counted before they are sent.
            board = answer.News.Count == 0 ? board.Sending(answer.Target.Name, answer.At) : board;
            board = board.Answered(answer.Target.Name, answer.News, answer.Verdict, AlertTeller.MostTries, answer.At);
        }

        foreach (var (raised, key) in _changes)
        {
            board = raised is null ? board.Resolve(key, replica.Name, now) : board.Raise(raised, replica.Name, now);
        }

        return board.Renew(_held.Values, replica.Name, now).Expire(now);
    }

    private static string Words(AlertNews news) => AlertText.Of(news, AlertLanguage.En, static t => t).ReplaceLineEndings("; ");

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Warning, "{Alert}")]
        public static partial void Raised(ILogger logger, string alert);

        [LoggerMessage(7002, LogLevel.Information, "{Alert}")]
        public static partial void Over(ILogger logger, string alert);

        [LoggerMessage(7003, LogLevel.Error, "Alerts could not be looked after.")]
        public static partial void TurnFailed(ILogger logger, Exception exception);
    }
}
