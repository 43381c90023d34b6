using Gateway.Backends;
using Gateway.Protocol;

namespace Gateway.Attempts;

/// <summary>
/// Waits until a candidate may be asked again whose backend is well but loads its model or has a full line of its own: a load for as long
/// as a model may take that is loaded in silence, and room for as long as one may stand in line.
/// </summary>
internal sealed class AskingAgain(AttemptContext context, Backend backend, AttemptTurn turn)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // A timer may fire some milliseconds before the clock says so.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(20);

    private TimeSpan _pause = FirstPause;
    private long _loadsSince;

    /// <summary>Waits.</summary>
    /// <param name="failure">What the backend said.</param>
    /// <returns>Whether it is to be asked again; otherwise what it said stands.</returns>
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
        // A cloud that says when is left alone until then.
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
