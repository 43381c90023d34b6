using Gateway.Backends;
using Gateway.Resilience.Queue;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>
/// Takes a request's place in a line and waits for its turn, until its client leaves, the gateway stops or the operator's limit is reached.
/// </summary>
internal sealed class TurnInLine(AttemptContext context, Backend backend, AttemptTurn turn)
{
    // The reader of a broken answer has read part of it, and is told nothing while a candidate to continue it is sought.
    private static readonly TimeSpan MostBetween = TimeSpan.FromSeconds(30);

    /// <returns>The place, or the reason why there is none. Neither when it is sent together with others,
    /// which the turn then knows.</returns>
    public async ValueTask<(QueueLease? Lease, AttemptFailure? Failure)> TakeAsync(BackendQueue queue)
    {
        // While a place is free, nobody who could take it is waiting.
        if (queue.TryEnter() is { } free)
        {
            context.Services.Telemetry.Waited(backend, TimeSpan.Zero);
            return (free, null);
        }

        var most = MostWait;
        if (most <= TimeSpan.Zero)
        {
            return (null, Busy(queue, "and the turn did not come"));
        }

        using var limit = new CancellationTokenSource(most, context.Time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, turn.Client, context.Drain);
        var fellow = Fellow.Of(context, backend, turn.Candidate);
        var entering = queue.EnterAsync(context.Inquiry.Caller.InLine, context.Inquiry.IsBackground, fellow, enough.Token, out var waiter);
        if (waiter is not null)
        {
            context.Notice?.InLine(waiter);
        }

        var entry = await entering;
        context.Notice?.Over();
        context.Services.Telemetry.Waited(backend, entry.Waited);
        if (entry.Place > 0)
        {
            context.Delivery.StoodInLine(entry.Place, entry.Waited);
        }

        if (entry.Outcome == QueueOutcome.TakenAlong
            || (fellow is not null && entry.IsEntered && GatheredSend.TryGather(queue, entry.Lease, fellow)))
        {
            turn.Gathered = fellow;
            return (null, null);
        }

        return entry.Outcome switch
        {
            QueueOutcome.Entered or QueueOutcome.TakenAlong => (entry.Lease, null),
            QueueOutcome.Full => (null, Busy(queue, $"and {queue.Options.MaxWaiting} wait already, which is as many as may")),
            QueueOutcome.TimedOut => (null, Late(queue, entry.Waited)),
            QueueOutcome.Left when turn.Client.IsCancellationRequested => throw new OperationCanceledException(turn.Client),
            QueueOutcome.Left when context.Drain.IsCancellationRequested =>
                (null, new AttemptFailure(turn.Candidate, BackendFailure.Unavailable, 0, null, "the gateway is shutting down")),
            QueueOutcome.Left => (null, Late(queue, entry.Waited)),
        };
    }

    // One limit covers all the lines in which a request stands.
    private TimeSpan MostWait
    {
        get
        {
            var left = backend.State.Queue.MaxWait - (context.Delivery.Queued?.Waited ?? TimeSpan.Zero);
            return context.Continuation is null || left < MostBetween ? left : MostBetween;
        }
    }

    private AttemptFailure Late(BackendQueue queue, TimeSpan waited) =>
        Busy(queue, $"and the turn did not come within {waited.TotalSeconds:0} s");

    private AttemptFailure Busy(BackendQueue queue, string why)
    {
        var takes = queue.Options.Places is > 0 and var own
            ? $"it takes {own} of a model at a time"
            : $"it takes {backend.State.Load.Capacity} at a time";
        return new AttemptFailure(turn.Candidate, BackendFailure.Busy, 0, null, $"{takes}, {why}");
    }
}
