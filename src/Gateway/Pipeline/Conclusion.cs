using Gateway.Ledger.Records;
using Gateway.Pipeline.Recording;
using Gateway.Requests;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Pipeline;

/// <summary>
/// The end of one request. Its outcome is derived once: before the last bytes of the response leave, so that its record is already safe, or
/// when the path is over.
/// </summary>
internal sealed class Conclusion(HttpContext context, Inquiry inquiry, UsageRecorder recorder, TimeProvider time) : IAnswerSeal
{
    private UsageRecord? _record;
    private Outcome? _outcome;
    private bool _threw;

    public HttpContext Context => context;

    public Inquiry Inquiry => inquiry;

    /// <summary>The places where the request may go; null when it was refused before they were chosen.</summary>
    public Choice? Choice { get; set; }

    /// <summary>The request's delivery; null when it was sent nowhere.</summary>
    public Delivery? Delivery { get; private set; }

    /// <summary>The reason the gateway refused it; null when it did not.</summary>
    public ApiError? Refusal { get; set; }

    /// <summary>The error to answer with; null when there is an answer or a stream that has begun.</summary>
    public ApiError? Error => Refusal ?? (Delivery is { IsKeptAlive: false, Failed: { } failed } ? failed.Error : null);

    public Outcome Outcome => _outcome ??= Derive(End);

    /// <summary>Begins the delivery and, where records are kept, its record.</summary>
    public Delivery Begin(Choice choice, CaptureRecorder captures)
    {
        _record = recorder.Begin(choice, ClientName.Of(context.Request.Headers));
        return Delivery = new Delivery(choice) { Seal = this, Capture = captures.Begin(choice) };
    }

    /// <summary>Notes an unexpected failure before there was an answer.</summary>
    public void Threw()
    {
        if (!context.RequestAborted.IsCancellationRequested)
        {
            (_threw, Refusal) = (true, ApiErrors.Internal(inquiry.Id));
        }
    }

    /// <inheritdoc/>
    public ValueTask SealAsync(AnswerEnd end)
    {
        if (_outcome is not null)
        {
            return ValueTask.CompletedTask;
        }

        _outcome = Derive(end);
        return _record is null ? ValueTask.CompletedTask : recorder.EndAsync(_record, _outcome, Choice?.Hold);
    }

    /// <summary>Writes the record of a request that ended without a sealed answer. Does not block.</summary>
    public void Record()
    {
        if (_outcome is not null)
        {
            return;
        }

        _outcome = Derive(End);
        if ((_record ?? (Refusal is null ? null : recorder.OfRefused(inquiry, Choice, ClientName.Of(context.Request.Headers))))
            is { } record)
        {
            recorder.End(record, _outcome, Choice?.Hold);
        }
    }

    private bool HasLeft => context.RequestAborted.IsCancellationRequested;

    // A client that received part of the response has its status, even if it leaves right then.
    private bool HasLeftUntold => HasLeft && !context.Response.HasStarted;

    private AnswerEnd End => this switch
    {
        { _threw: true } => AnswerEnd.Failed,
        { Refusal: not null } => HasLeftUntold ? AnswerEnd.ClientClosed : AnswerEnd.Refused,
        { Delivery.Failed: { } failed } => HasLeftUntold ? AnswerEnd.ClientClosed : failed.End,
        // A stream knows its own end, except when the client left in the middle.
        { Delivery.Stream: { End: not AnswerEnd.None and var end } } => end,
        { Delivery: { Stream: null, IsKeptAlive: false } } when !HasLeft => AnswerEnd.Complete,
        _ => AnswerEnd.ClientClosed,
    };

    private Outcome Derive(AnswerEnd end)
    {
        var isUntold = end == AnswerEnd.ClientClosed && !context.Response.HasStarted;
        var status = isUntold ? StatusCodes.Status499ClientClosedRequest : Error?.Status ?? context.Response.StatusCode;
        return Outcomes.Of(inquiry, Choice, Delivery, isUntold ? null : Refusal ?? Delivery?.Failed?.Error, end, status, time);
    }
}
