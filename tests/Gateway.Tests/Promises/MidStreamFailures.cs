using Gateway.Simulator.Scripts;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Promises;

/// <summary>Which of the simulator's failures break a stream in its middle, and which are honest ends after all.</summary>
internal static class MidStreamFailures
{
    /// <summary>How the log names the end of a stream that failed so.</summary>
    public static readonly Dictionary<FailureMode, AnswerEnd> Broken = new()
    {
        [FailureMode.ErrorEvent] = AnswerEnd.BackendError,
        [FailureMode.ErrorEventThenDone] = AnswerEnd.BackendError,
        [FailureMode.NamedErrorEvent] = AnswerEnd.BackendError,
        [FailureMode.BareJsonError] = AnswerEnd.BackendError,
        [FailureMode.ErrorLine] = AnswerEnd.BackendError,
        [FailureMode.NamedFlatError] = AnswerEnd.BackendError,
        [FailureMode.ErrorInChoice] = AnswerEnd.BackendError,
        [FailureMode.EmptyModelChunk] = AnswerEnd.Truncated,
        [FailureMode.PlainEnd] = AnswerEnd.Truncated,
        [FailureMode.CloseDelimitedEnd] = AnswerEnd.Truncated,
        [FailureMode.Reset] = AnswerEnd.Truncated,
        [FailureMode.Silence] = AnswerEnd.Stalled,
        [FailureMode.Malformed] = AnswerEnd.BackendError,
        [FailureMode.CutToolCall] = AnswerEnd.Truncated,
    };

    /// <summary>What ends in order, and why.</summary>
    public static readonly Dictionary<FailureMode, string> Honest = new()
    {
        [FailureMode.None] = "Nothing fails.",
        [FailureMode.ReasonlessDone] = "[DONE] is the backend's word that it was done; only the reason is missing, and is added (ADR 4).",
    };

}
