using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>Names the outcome of an attempt in metrics and spans.</summary>
internal static class AttemptOutcomes
{
    public const string Ok = "ok";

    /// <summary>The client left, or another attempt answered.</summary>
    private const string Cancelled = "cancelled";

    /// <summary>It broke in the middle of its stream.</summary>
    private const string Broken = "broken";

    private const string Stalled = "stalled";

    /// <summary>The gateway ended it because it is stopping or a quota is used up.</summary>
    private const string Stopped = "stopped";

    public static string Of(AttemptRecord record) => record switch
    {
        { Failure: { } failure } => Of(failure.Kind),
        { Answer: null } => Cancelled,
        { Stream: null } => Ok,
        // For the client, a continued answer has not ended.
        { Stream: ResumableRepair { IsBroken: true, BrokeAs: var end } } => Of(end),
        { Stream.End: var end } => Of(end),
    };

    private static string Of(AnswerEnd end) => end switch
    {
        AnswerEnd.Complete => Ok,
        AnswerEnd.None or AnswerEnd.ClientClosed => Cancelled,
        AnswerEnd.Stalled => Stalled,
        AnswerEnd.Drained or AnswerEnd.QuotaSpent => Stopped,
        AnswerEnd.BackendError or AnswerEnd.Truncated or AnswerEnd.Refused or AnswerEnd.Failed or AnswerEnd.Orphaned or AnswerEnd.Unknown
            or AnswerEnd.Superseded => Broken,
    };

    public static string Of(BackendFailure kind) => kind switch
    {
        BackendFailure.Unavailable => "unavailable",
        BackendFailure.Busy => "busy",
        BackendFailure.Loading => "loading",
        BackendFailure.RateLimited => "rate_limited",
        BackendFailure.OutOfCredit => "out_of_credit",
        BackendFailure.Credential => "credential",
        BackendFailure.ModelMissing => "model_missing",
        BackendFailure.Timeout => "timeout",
        BackendFailure.BadAnswer => "bad_answer",
        BackendFailure.ContextTooLong => "context_too_long",
        BackendFailure.ClientFault => "client_fault",
        BackendFailure.Refused => "refused",
        BackendFailure.Incapable => "incapable",
        BackendFailure.None => Ok,
    };
}
