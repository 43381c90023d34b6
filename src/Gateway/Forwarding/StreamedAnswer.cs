using Gateway.Protocol;
using Gateway.Streaming;

namespace Gateway.Forwarding;

/// <summary>Begins a streamed answer: waits for the first event that says something, whatever the status promised.</summary>
internal static class StreamedAnswer
{
    /// <returns>Null when the response may be committed; its content is then the repaired stream.</returns>
    public static async ValueTask<BadAnswer?> BeginAsync(
        Exchange exchange, AttemptRecord record, HttpResponseMessage response, AttemptScope scope, TimeSpan firstLimit, TimeSpan idleLimit)
    {
        var request = exchange.Request;
        var answer = AnswerStates.Begin(exchange, record);
        var repair = NewRepair(exchange, record, answer);
        var source = await response.Content.ReadAsStreamAsync(scope.Token);
        var share = new HoldShare(exchange.Held, exchange.Snapshot.Config.Limits.HeldBack.Bytes);
        var stream = new AnswerStream(source, repair, scope, idleLimit, exchange.AbortsOnFailure, request.Seal, share)
        {
            Pace = exchange.Telemetry.PaceOf(record),
        };
        var hasBegun = false;
        try
        {
            hasBegun = await stream.PeekAsync();
            if (hasBegun)
            {
                (record.Answer, record.Stream, record.Scope, record.FirstByteAt) = (answer, repair, scope, exchange.Time.GetTimestamp());
                response.Content = new AnswerContent(stream, length: null);
                return null;
            }

            (record.Answer, record.FailedAs) = (answer, repair.End);
            return repair.End switch
            {
                AnswerEnd.Stalled => new BadAnswer(BackendFailure.Timeout, scope.WhyStalled(firstLimit)),
                // No fault of its own, and another may be shorter.
                AnswerEnd.QuotaSpent => new BadAnswer(BackendFailure.Busy, repair.Failure!),
                AnswerEnd.Drained => new BadAnswer(BackendFailure.Unavailable, "the gateway is shutting down"),
                AnswerEnd.None or AnswerEnd.Complete or AnswerEnd.ClientClosed or AnswerEnd.BackendError or AnswerEnd.Truncated
                    or AnswerEnd.Refused or AnswerEnd.Failed or AnswerEnd.Orphaned or AnswerEnd.Unknown or AnswerEnd.Superseded =>
                    Explain(record, repair),
            };
        }
        finally
        {
            // Also when the client left meanwhile: what this stream holds back counts against all of them.
            if (!hasBegun)
            {
                await stream.DisposeAsync();
            }
        }
    }

    public static StreamRepair NewRepair(Exchange exchange, AttemptRecord record, AnswerState answer)
    {
        var request = exchange.Request;
        var settings = new StreamSettings(
            request.Id,
            record.Candidate.Model,
            exchange.Time.GetUtcNow().ToUnixTimeSeconds(),
            request.Head.IncludeUsage,
            exchange.Snapshot.Scrubber)
        {
            Choices = request.Head.N,
        };
        return exchange.Continuation is { } continuation ? new ContinuingRepair(answer, settings, continuation.Identity)
            : request.Resumes ? new ResumableRepair(answer, settings)
            : new StreamRepair(answer, settings);
    }

    /// <summary>Why a stream that ended by itself is no answer.</summary>
    public static BadAnswer Explain(AttemptRecord record, StreamRepair repair) => repair.Said is { } said
        ? ErrorUnder200.Read(record, said)
        : new BadAnswer(BackendFailure.BadAnswer, repair.Failure!);
}
