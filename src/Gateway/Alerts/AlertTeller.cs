using System.Collections.Concurrent;
using Gateway.Alerts.Board;
using Gateway.Alerts.Events;
using Gateway.Alerts.Targets;
using Gateway.Alerts.Texts;
using Gateway.Configuration;

namespace Gateway.Alerts;

/// <summary>
/// Sends each receiver the news that is due, one message at a time. Receivers are served in parallel, so one that hangs holds up no other.
/// Their answers wait here until the keeper notes them on the board.
/// </summary>
internal sealed partial class AlertTeller(
    AlertSender sender, AlertInstruments instruments, TimeProvider time, ILogger<AlertTeller> logger)
{
    /// <summary>The most tries for one piece of news. The pauses grow, so the last try comes about an hour after the first.</summary>
    public const int MostTries = 12;

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<AlertAnswer> _answers = new();

    /// <summary>Raised when there is an answer to take. Until the board holds it, another replica might send the same news again.</summary>
    public event Action? Answered;

    /// <summary>Completes when nothing is being sent.</summary>
    public Task WhenIdleAsync() => Task.WhenAll(_running.Values.Select(static r => r.Task));

    /// <summary>
    /// The receivers that are not being written to. Call this before <see cref="TakeAnswer"/>: otherwise an answer that arrives in between
    /// would be missed, and its news sent again.
    /// </summary>
    public IReadOnlyList<AlertTargetConfig> Idle(AlertsConfig config) => [.. config.Targets.Where(t => !_running.ContainsKey(t.Name))];

    /// <summary>Takes the next answer; null when there is none.</summary>
    public AlertAnswer? TakeAnswer() => _answers.TryDequeue(out var answer) ? answer : null;

    /// <summary>Chooses what to send now, and notes on the board that it is sent.</summary>
    public static AlertBoard Plan(AlertBoard board, IReadOnlyList<AlertTargetConfig> targets, List<AlertPlan> plans, DateTimeOffset now)
    {
        foreach (var target in targets)
        {
            var due = board.DueTo(target.Name, e => target.Wants(e.Kind), now);
            if (due.Count > 0 && board.TargetOf(target.Name).MaySend(AlertForm.Of(target.Kind).MostPerMinute, now))
            {
                plans.Add(new AlertPlan(target, due));
                board = board.Sending(target.Name, now);
            }
        }

        return board;
    }

    /// <summary>Sends a test message. Its answer is noted like any other, so a test that is taken ends a pause.</summary>
    public async Task<AlertVerdict> TestAsync(AlertTargetConfig target, CancellationToken stop)
    {
        var verdict = await sender.TestAsync(target, stop);
        _answers.Enqueue(new AlertAnswer(target, [], verdict, time.GetUtcNow()));
        Answered?.Invoke();
        return verdict;
    }

    /// <summary>
    /// Begins to send, without waiting. Only the send's own time limit ends it, since a message that was taken must be noted.
    /// </summary>
    public void Begin(AlertPlan plan)
    {
        // Noted before it runs: it may be over before this returns.
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[plan.Target.Name] = done;
        _ = Task.Run(() => RunAsync(plan, done), CancellationToken.None);
    }

    /// <summary>Reports an answer, once the board holds it.</summary>
    public void Report(AlertAnswer answer, AlertBoard board)
    {
        var name = answer.Target.Name;
        if (answer.News.Count == 0)
        {
            // Who asked for a test was answered.
            return;
        }

        if (answer.Verdict.IsTaken)
        {
            instruments.Told(name, answer.News.Count);
            Log.Told(logger, name, answer.News.Count);
            return;
        }

        instruments.Refused(name);
        Log.Refused(logger, name, answer.Verdict.Word);
        foreach (var news in answer.News)
        {
            if (board.Alerts.TryGetValue(news.Event.Key, out var alert)
                && alert.Told.TryGetValue(name, out var told)
                && told.IsGivenUp
                && told.At == answer.At)
            {
                instruments.GivenUp(name);
                Log.GivenUp(logger, name, MostTries, AlertText.Of(news, AlertLanguage.En, static t => t).ReplaceLineEndings("; "));
            }
        }
    }

    private async Task RunAsync(AlertPlan plan, TaskCompletionSource done)
    {
        var news = plan.News;
        try
        {
            var form = AlertForm.Of(plan.Target.Kind);
            var message = form.Write(news, plan.Target.Language);
            news = [.. news.Take(message.Count)];
            var verdict = await sender.SendAsync(plan.Target, form, message, CancellationToken.None);
            _answers.Enqueue(new AlertAnswer(plan.Target, news, verdict, time.GetUtcNow()));
        }
        catch (Exception e)
        {
            Log.Failed(logger, plan.Target.Name, e.GetType().Name);
            var verdict = new AlertVerdict(false, "the gateway failed to send it");
            _answers.Enqueue(new AlertAnswer(plan.Target, news, verdict, time.GetUtcNow()));
        }
        finally
        {
            _running.TryRemove(plan.Target.Name, out _);
            done.SetResult();
            Answered?.Invoke();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7020, LogLevel.Information, "Target {Target} of alerts took {Count}.")]
        public static partial void Told(ILogger logger, string target, int count);

        [LoggerMessage(7021, LogLevel.Warning, "Target {Target} of alerts did not take a message, which is sent again: {Word}")]
        public static partial void Refused(ILogger logger, string target, string word);

        [LoggerMessage(
            7022, LogLevel.Error, "Target {Target} of alerts took this in none of {Tries} tries, and is not sent it again: {Alert}")]
        public static partial void GivenUp(ILogger logger, string target, int tries, string alert);

        // Not its message, which may name the address.
        [LoggerMessage(7023, LogLevel.Error, "A message to the target {Target} of alerts made the gateway fail: {Fault}.")]
        public static partial void Failed(ILogger logger, string target, string fault);
    }
}
