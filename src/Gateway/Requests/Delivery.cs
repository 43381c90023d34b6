using Gateway.Ledger.Captures;
using Gateway.Routing.Candidates;
using Gateway.Runtime;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Requests;

/// <summary>
/// The delivery of a request that is sent on: its attempts, who serves it, and the state of the answer. Steps 7 and 8 of the path write it.
/// Other threads read only <see cref="Progress"/>.
/// </summary>
internal sealed class Delivery(Choice choice)
{
    private volatile Progress _progress = Progress.None;

    public Choice Choice => choice;

    public Inquiry Inquiry => choice.Inquiry;

    public GatewaySnapshot Snapshot => choice.Snapshot;

    /// <summary>Makes the record safe before the last bytes leave; null when no record is kept.</summary>
    public IAnswerSeal? Seal { get; init; }

    /// <summary>Captures prompt and answer; null when they are not kept.</summary>
    public Capture? Capture { get; init; }

    /// <summary>The attempts and tokens so far, as one consistent value. Only one thread at a time may set it.</summary>
    public Progress Progress
    {
        get => _progress;
        set => _progress = value;
    }

    /// <summary>The backend and model that answers or was tried last; null before the first attempt.</summary>
    public Candidate? Served => _progress.Served;

    /// <summary>The attempt whose answer the client gets; null before there is one.</summary>
    public IServing? Serving => _progress.Serving;

    /// <summary>The state of the answer; null until a backend answers.</summary>
    public AnswerState? Answer => Serving?.Answer;

    /// <summary>Decides which parts of a stream reach the client; null when the answer is not streamed.</summary>
    public StreamRepair? Stream => Serving?.Stream;

    /// <summary>The estimated length of the sent prompt in tokens, without the tools when they were left out.</summary>
    public long SentPromptTokens => Inquiry.PromptTokens(_progress.ToolsLeftOut);

    /// <summary>
    /// The reason why it was answered where it was, in a sentence; null when the name led straight to its own candidates.
    /// </summary>
    public string? Decision { get; set; } = choice.Decision;

    /// <summary>The failed attempts as <c>backend/model:class(status)</c>, for the log; null when none failed.</summary>
    public string? FailedAttempts { get; set; }

    /// <summary>
    /// True when the request showed that the facts about a backend's models are out of date: a model was gone, had another context or was
    /// not loaded as believed, or a backend believed to be away answered.
    /// </summary>
    public bool FoundNews { get; set; }

    /// <summary>True when it gave up its place to a person.</summary>
    public bool GaveWay { get; set; }

    /// <summary>Its first place in line and how long it waited; null when it did not have to wait.</summary>
    public (int Place, TimeSpan Waited)? Queued { get; private set; }

    /// <summary>The place in line that the client was told in the stream's opening comments; null when it was told none.</summary>
    public int? ToldPlace { get; set; }

    /// <summary>A candidate skipped because its line was too long, and the wait there; null for none.</summary>
    public (Candidate Candidate, TimeSpan Wait)? Spilled { get; set; }

    /// <summary>The candidate whose attempt lost a hedge; null when there was only one attempt.</summary>
    public Candidate? Hedged { get; set; }

    /// <summary>How many requests were merged into the one sent last; at most 1 when it was sent alone.</summary>
    public int Gathered { get; set; }

    /// <summary>The candidate that continued the broken answer; null when none did.</summary>
    public Candidate? Resumed { get; set; }

    /// <summary>The time at which the first attempt was sent, as a timestamp; 0 before that.</summary>
    public long FirstSentAt { get; set; }

    /// <summary>
    /// The time at which the turn of the answering candidate began, as a timestamp. Of two at once, the first one's turn counts.
    /// </summary>
    public long TurnAt { get; set; }

    /// <summary>The time at which the first event or the whole answer arrived, as a timestamp; 0 before that.</summary>
    public long FirstByteAt { get; set; }

    /// <summary>True when the stream began before there was an answer, with comments that keep the connection alive.</summary>
    public bool IsKeptAlive { get; set; }

    /// <summary>The error for all failed attempts once the client is told; null while there is hope, and with an answer.</summary>
    public (ApiError Error, AnswerEnd End)? Failed { get; set; }

    /// <summary>Adds a wait in line. One thread at a time.</summary>
    public void StoodInLine(int place, TimeSpan waited)
    {
        Queued = Queued is { } before ? (before.Place, before.Waited + waited) : (place, waited);
        WaitedForOthers(waited);
    }

    /// <summary>Adds a wait that is not the gateway's own time, as long as nothing was sent.</summary>
    public void WaitedForOthers(TimeSpan time) => Inquiry.Waits(FirstSentAt == 0 ? time : TimeSpan.Zero);

    /// <summary>
    /// The timestamp from which the limit on total time counts: the arrival plus the time in line, during which no backend was answering.
    /// </summary>
    public long CountsFrom(TimeProvider time) =>
        Queued is { } queued ? Inquiry.ReceivedAt + (long)(queued.Waited.TotalSeconds * time.TimestampFrequency) : Inquiry.ReceivedAt;

    /// <summary>Adds an answer that was begun in vain. One thread at a time.</summary>
    public void Spend(SpentAnswer answer) => Progress = _progress with { Spent = [.. _progress.Spent, answer] };
}
