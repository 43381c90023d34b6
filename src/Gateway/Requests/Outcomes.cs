using Gateway.Ledger.Pricing;
using Gateway.Ledger.Records;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Requests;

/// <summary>Derives a request's outcome from what the steps left behind.</summary>
internal static class Outcomes
{
    /// <param name="inquiry">The request as it came in.</param>
    /// <param name="choice">Where it was to go; null when it was refused before that.</param>
    /// <param name="delivery">What became of it; null when it was sent nowhere.</param>
    /// <param name="error">The error the client was told; null for none.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="status">The status the client got.</param>
    /// <param name="time">The clock.</param>
    public static Outcome Of(
        Inquiry inquiry, Choice? choice, Delivery? delivery, ApiError? error, AnswerEnd end, int status, TimeProvider time)
    {
        var now = time.GetTimestamp();
        var prices = choice?.Snapshot.Prices;
        var progress = delivery?.Progress ?? Progress.None;
        var firstByteAt = delivery?.FirstByteAt ?? 0;
        var units = progress.Serving is null ? default : RequestUsage.UnitsOf(inquiry);
        var answer = PartOfOutcome.Of(
            progress.Served, progress.Serving?.Answer?.Model, RequestUsage.Of(inquiry, progress), units, end, prices, inquiry.ReceivedOn);
        return new Outcome
        {
            End = end,
            Status = status,
            Error = error,
            ErrorType = ErrorTypes.Of(error, end),
            Served = progress.Served,
            Attempts = progress.Attempts,
            Answer = answer,
            Vain = progress.Spent is [] ? [] : VainOf(progress, prices, inquiry.ReceivedOn),
            Shown = RequestUsage.OfAll(inquiry, progress),
            Marks = MarksOf(inquiry, delivery, progress) | (answer.IsUnpriced ? UsageMarks.Unpriced : UsageMarks.None),
            Decision = delivery?.Decision ?? choice?.Decision,
            Total = time.GetElapsedTime(inquiry.ReceivedAt, now),
            FirstByte = firstByteAt == 0 ? null : time.GetElapsedTime(inquiry.ReceivedAt, firstByteAt),
            Queued = delivery?.Queued?.Waited ?? TimeSpan.Zero,
            Own = OwnTime(inquiry, delivery, now, time),
            IsStraight = delivery is { Progress: { Attempts: 1, Serving: not null }, FailedAttempts: null, Hedged: null, Resumed: null },
            Pace = delivery is { Resumed: null, Serving: { } serving } ? RequestPace.Of(serving) : null,
        };
    }

    private static PartOfOutcome[] VainOf(Progress progress, Pricing? prices, DateTimeOffset at) => Array.ConvertAll(
        progress.Spent, s => PartOfOutcome.Of(s.By, s.Answer?.Model, s.Settle(), default, s.End, prices, at));

    private static UsageMarks MarksOf(Inquiry inquiry, Delivery? delivery, Progress progress) =>
        (inquiry.IsBackground ? UsageMarks.Background : UsageMarks.None)
        | (progress.ToolsLeftOut ? UsageMarks.ToolsLeftOut : UsageMarks.None)
        | (delivery?.GaveWay == true ? UsageMarks.GaveWay : UsageMarks.None)
        | (progress.Serving is not null && delivery?.Gathered > 1 ? UsageMarks.Gathered : UsageMarks.None)
        | (progress.Serving?.Answer?.IsPromptCut == true ? UsageMarks.PromptCut : UsageMarks.None)
        | (progress.Serving?.Answer?.HasChoicesEstimated == true ? UsageMarks.ChoicesEstimated : UsageMarks.None);

    // For a stream, the gateway's own time ends when the first attempt is sent: the rest is a wait for both sides.
    private static TimeSpan OwnTime(Inquiry inquiry, Delivery? delivery, long now, TimeProvider time)
    {
        var sentAt = delivery is { FirstSentAt: not 0 and var at } ? at : now;
        var own = time.GetElapsedTime(inquiry.ReceivedAt, sentAt) - inquiry.Waited;
        own += delivery is { Serving: not null, Stream: null, FirstByteAt: not 0 and var whole }
            ? time.GetElapsedTime(whole, now)
            : TimeSpan.Zero;
        return own > TimeSpan.Zero ? own : TimeSpan.Zero;
    }
}
