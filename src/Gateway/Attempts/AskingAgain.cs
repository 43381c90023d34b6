using Gateway.Backends;
using Gateway.Wire.Errors;

namespace Gateway.Attempts;

/// <summary>
/// Waits until a healthy candidate that is loading its model, or whose own line is full, can be asked again. It waits for a load as long as
/// for a silent one, and for room as long as a request may stand in line.
/// </summary>
internal sealed class AskingAgain(AttemptContext context, Backend backend, AttemptTurn turn)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // A timer may fire a few milliseconds before the clock reaches its time.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(20);

    private TimeSpan _pause = FirstPause;
    private long _loadsSince;

    /// <summary>Waits until the candidate can be asked again.</summary>
    /// <param name="failure">The backend's failure.</param>
    /// <returns>True when the backend is to be asked again; otherwise the failure stands.</returns>
    public async ValueTask<bool> WaitAsync(AttemptFailure failure)
    {
        var isLoad = failure.Kind == BackendFailure.Loading;
        if (!(isLoad ? turn.WaitsForLoad : turn.WaitsForRoom) || (!isLoad && failure.Candidate.Card.IsCloud))
        {
            return false;
        }

        var began = context.Time.GetTimestamp();
        _loadsSince = _loadsSince == 0 ? began : _loadsSince;
        var left = isLoad
            ? backend.FirstByteTimeout - context.Time.GetElapsedTime(_loadsSince)
            : backend.State.Queue.MaxWait - (context.Delivery.Queued?.Waited ?? TimeSpan.Zero);
        if (left <= TimeSpan.Zero || failure.RetryAfter > left)
        {
            return false;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(turn.Client, context.Drain);
        try
        {
            await (isLoad ? LoadAsync(left, failure.RetryAfter, enough.Token) : RoomAsync(left, enough.Token));
            return turn.IsAskedAgain = true;
        }
        catch (OperationCanceledException) when (!turn.Client.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            context.Notice?.Over();
            if (!isLoad)
            {
                context.Delivery.StoodInLine(1, context.Time.GetElapsedTime(began));
            }
        }
    }

    private Task LoadAsync(TimeSpan left, TimeSpan? asked, CancellationToken cancellationToken)
    {
        context.Notice?.ForLoad();
        // A cloud that names a time is left alone until then.
        return asked is { } pause ? Task.Delay(pause + TimerSlack, context.Time, cancellationToken)
            : context.Services.Loading is { } watch
                ? watch.WaitAsync(backend, left, cancellationToken)
                : Task.Delay(left < FirstPause ? left : FirstPause, context.Time, cancellationToken);
    }

    private Task RoomAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        context.Notice?.ForRoom();
        var pause = _pause < left ? _pause : left;
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        return Task.Delay(pause, context.Time, cancellationToken);
    }
}
