using System.Diagnostics.CodeAnalysis;
using Gateway.Requests;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>A streamed answer that may be committed with its first meaningful event, whatever the status promised.</summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A stream that has begun is the response's content; one that has not disposes of itself.")]
internal sealed class StreamedAnswer
{
    private readonly AttemptContext _context;
    private readonly AttemptRecord _record;
    private readonly HttpResponseMessage _response;
    private readonly AttemptScope _scope;
    private readonly AnswerState _answer;
    private readonly StreamRepair _repair;
    private readonly AnswerStream _stream;

    public StreamedAnswer(AttemptContext context, AttemptRecord record, HttpResponseMessage response, AttemptScope scope)
    {
        (_context, _record, _response, _scope) = (context, record, response, scope);
        _answer = AnswerStates.Begin(context, record);
        _repair = NewRepair(context, record, _answer);
        var share = new HoldShare(context.Services.Held, context.Snapshot.Config.Limits.HeldBack.Bytes);
        var source = response.Content.ReadAsStream(scope.Token);
        _stream = new AnswerStream(
            source, _repair, scope, record.Backend.IdleTimeout, context.AbortsOnFailure, context.Delivery.Seal, share)
        {
            Pace = context.Services.Telemetry.PaceOf(record),
            Gather = GatherOf(context),
            Time = context.Time,
        };
    }

    // A route's own time always holds; that of all streams only while the processors are nearly used up.
    private static Func<TimeSpan>? GatherOf(AttemptContext context)
    {
        if (context.Delivery.Choice.Route?.Gather is { } always)
        {
            return () => always;
        }

        var busy = context.Services.Busy;
        return context.Snapshot.Config.Streams.Gather is { } underLoad ? () => busy.IsBusy ? underLoad : TimeSpan.Zero : null;
    }

    /// <summary>Waits for its first event. A stream that does not begin is disposed of.</summary>
    public ValueTask<bool> BeginsAsync() => _stream.PeekAsync();

    /// <summary>Judges the answer by its first event.</summary>
    /// <param name="hasBegun">True when there was one.</param>
    /// <param name="firstLimit">The longest it was waited for.</param>
    /// <returns>Null when the response may be committed; its content is then the repaired stream.</returns>
    public BadAnswer? Judge(bool hasBegun, TimeSpan firstLimit)
    {
        if (hasBegun)
        {
            (_record.Answer, _record.Stream, _record.Scope, _record.FirstByteAt) = (_answer, _repair, _scope, _context.Time.GetTimestamp());
            _record.Pieces = _stream;
            _response.Content = new AnswerContent(_stream, length: null);
            return null;
        }

        (_record.Answer, _record.FailedAs) = (_answer, _repair.End);
        return _repair.End switch
        {
            AnswerEnd.Stalled => new BadAnswer(BackendFailure.Timeout, _scope.WhyStalled(firstLimit)),
            // Not its own fault, and another answer may be shorter.
            AnswerEnd.QuotaSpent => new BadAnswer(BackendFailure.Busy, _repair.Failure!),
            AnswerEnd.Drained => new BadAnswer(BackendFailure.Unavailable, "the gateway is shutting down"),
            AnswerEnd.None or AnswerEnd.Complete or AnswerEnd.ClientClosed or AnswerEnd.BackendError or AnswerEnd.Truncated
                or AnswerEnd.Refused or AnswerEnd.Failed or AnswerEnd.Orphaned or AnswerEnd.Unknown or AnswerEnd.Superseded =>
                Explain(_record, _repair),
        };
    }

    public static StreamRepair NewRepair(AttemptContext context, AttemptRecord record, AnswerState answer)
    {
        var delivery = context.Delivery;
        var settings = new StreamSettings(
            delivery.Inquiry.Id,
            record.Candidate.Model,
            context.Time.GetUtcNow().ToUnixTimeSeconds(),
            delivery.Inquiry.Head.IncludeUsage,
            context.Snapshot.Scrubber)
        {
            Choices = delivery.Inquiry.Head.N,
        };
        return context.Continuation is { } continuation ? new ContinuingRepair(answer, settings, continuation.Identity)
            : delivery.Choice.Resumes ? new ResumableRepair(answer, settings)
            : new StreamRepair(answer, settings);
    }

    /// <summary>Explains why a stream that ended by itself is no answer.</summary>
    public static BadAnswer Explain(AttemptRecord record, StreamRepair repair) => repair.Said is { } said
        ? ErrorUnder200.Read(record, said)
        : new BadAnswer(BackendFailure.BadAnswer, repair.Failure!);
}
