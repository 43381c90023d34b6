namespace Gateway.Attempts;

/// <summary>
/// One of two attempts that may run at once. Each works for a client of its own, which leaves when the real one does or when the
/// other attempt has answered: all that an attempt does for a client that left, it does for one that lost.
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

    /// <summary>Stops it, if it still runs, and gives back whatever it holds. Nobody need wait for that.</summary>
    public async Task LetGoAsync()
    {
        // Cancelled from here on; what hangs on it is told on another thread, since the winner's client waits for this one.
        await _stop.CancelAsync();
        try
        {
            (await Task).GiveBack();
        }
        catch (OperationCanceledException)
        {
            // That is what it was told.
        }
        finally
        {
            _stop.Dispose();
        }
    }

    private async Task<AttemptOutcome> RunAsync(AttemptContext context, AttemptSender sender, AttemptTurn turn)
    {
        // The request gives its body back as soon as it is answered, which may be by the other.
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
