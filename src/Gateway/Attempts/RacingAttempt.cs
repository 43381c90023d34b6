namespace Gateway.Attempts;

/// <summary>
/// One of two attempts that may run at once. Each works for a client of its own, which leaves when the real client leaves or the other
/// attempt has answered. So a losing attempt ends like one whose client left.
/// </summary>
internal sealed class RacingAttempt
{
    private readonly CancellationTokenSource _stop;

    public RacingAttempt(AttemptContext context, AttemptSender sender, AttemptTurn turn)
    {
        Turn = turn;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(context.Client);
        Task = RunAsync(context, sender, turn with { Client = _stop.Token });
    }

    public AttemptTurn Turn { get; }

    public Task<AttemptOutcome> Task { get; }

    /// <summary>Stops it if it still runs, and releases whatever it holds. Nobody needs to wait for that.</summary>
    public async Task LetGoAsync()
    {
        // Cancelled from here on; callbacks run on another thread, since the winner's client waits for this one.
        await _stop.CancelAsync();
        try
        {
            (await Task).GiveBack();
        }
        catch (OperationCanceledException)
        {
            // Expected: it was cancelled.
        }
        finally
        {
            _stop.Dispose();
        }
    }

    private async Task<AttemptOutcome> RunAsync(AttemptContext context, AttemptSender sender, AttemptTurn turn)
    {
        // The request releases its body as soon as it is answered, possibly by the other attempt.
        context.Body.Hold();
        try
        {
            var outcome = await sender.SendAsync(turn);
            outcome.Record?.Stop = _stop;
            return outcome;
        }
        finally
        {
            context.Body.Release();
        }
    }
}
