using System.Diagnostics.CodeAnalysis;
using Gateway.Requests;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>
/// A candidate's turn in which a second candidate is tried as well if the first is slow. The first good answer is adopted. The other
/// attempt is stopped, which says nothing about its model.
/// </summary>
internal sealed class AttemptRace(AttemptContext context, AttemptSender sender)
{
    /// <param name="turn">The turn.</param>
    /// <param name="patience">How long the first runs alone.</param>
    /// <param name="next">Chooses the second, which is sent with the given message; null when there is none.</param>
    /// <returns>The adopted outcome alone, or the outcomes of both attempts when none brought an answer.</returns>
    public async ValueTask<(AttemptOutcome First, AttemptOutcome? Second)> RunAsync(
        AttemptTurn turn, TimeSpan patience, Func<HttpRequestMessage, AttemptTurn?> next)
    {
        using var over = new CancellationTokenSource();
        var late = Task.Delay(patience, context.Time, over.Token);
        // Copied before the first attempt begins to change it.
        var spare = AttemptRequest.Copy(turn.Message);
        var first = new RacingAttempt(context, sender, turn);
        RacingAttempt? second = null;
        RacingAttempt? winner = null;
        try
        {
            if (await Task.WhenAny(first.Task, late) == late && !first.Task.IsCompleted && next(spare) is { } hedge)
            {
                second = new RacingAttempt(context, sender, hedge);
                context.Delivery.Hedged = hedge.Candidate;
            }

            await over.CancelAsync();
            winner = await FindWinnerAsync(first, second);
            if (winner is null)
            {
                return (await first.Task, second is null ? null : await second.Task);
            }

            var outcome = await winner.Task;
            sender.Adopt(outcome);
            context.Delivery.Hedged = WasTried(second) ? (winner == first ? second : first).Turn.Candidate : null;
            if (context.Delivery.Hedged is { } loser && !HasFailed(winner == first ? second! : first))
            {
                context.Delivery.Spend(new SpentAnswer(loser, null, AnswerEnd.Superseded)
                {
                    Prompt = AttemptRequest.PromptOn(context.Choice, loser),
                });
            }
            return (outcome, null);
        }
        finally
        {
            LetGo(first, winner);
            LetGo(second, winner);
        }
    }

    private static async ValueTask<RacingAttempt?> FindWinnerAsync(RacingAttempt first, RacingAttempt? second)
    {
        if (second is null)
        {
            return (await first.Task).Response is null ? null : first;
        }

        var (ended, other) = await Task.WhenAny(first.Task, second.Task) == first.Task ? (first, second) : (second, first);
        // The failed one is out of the race, and the other goes on.
        return (await ended.Task).Response is not null ? ended : (await other.Task).Response is not null ? other : null;
    }

    // The second may have gone out just after it was chosen.
    private static bool WasTried([NotNullWhen(true)] RacingAttempt? second) =>
        second is not null && second.Task is not { IsCompletedSuccessfully: true, Result.IsNotTried: true };

    // Its usage was noted when it failed.
    private static bool HasFailed(RacingAttempt attempt) => attempt.Task is { IsCompletedSuccessfully: true, Result.Failure: not null };

    private static void LetGo(RacingAttempt? attempt, RacingAttempt? winner)
    {
        if (attempt != winner)
        {
            _ = attempt?.LetGoAsync();
        }
    }
}
