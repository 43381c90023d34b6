using Gateway.Ledger.Captures;
using Gateway.Protocol;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Streaming;

namespace Gateway.Requests;

/// <summary>
/// What becomes of a request that is sent on: the attempts, who serves it, and the state of the answer. Steps 7 and 8 of the path write it.
/// Other threads read <see cref="Progress"/> alone.
/// </summary>
internal sealed class Delivery(Choice choice)
{
    private volatile Progress _progress = Progress.None;

    public Choice Choice => choice;

    public Inquiry Inquiry => choice.Inquiry;

    public GatewaySnapshot Snapshot => choice.Snapshot;

    /// <summary>Makes the record safe before the last bytes leave; null where no record is kept.</summary>
    public IAnswerSeal? Seal { get; init; }

    /// <summary>Takes what is said and answered; null where nothing of that is kept.</summary>
    public Capture? Capture { get; init; }

    /// <summary>The attempts and the tokens so far, as of one moment. Only one thread at a time may set it.</summary>
    public Progress Progress
    {
        get => _progress;
        set => _progress = value;
    }

    /// <summary>The backend and model that answers, or was tried last; null before the first attempt.</summary>
    public Candidate? Served => _progress.Served;

    /// <summary>The attempt whose answer the client gets; null before there is one.</summary>
    public IServing? Serving => _progress.Serving;

    /// <summary>What is known of the answer; null before a backend answered.</summary>
    public AnswerState? Answer => Serving?.Answer;

    /// <summary>Decides what the client gets of a stream; null when the answer is not streamed.</summary>
    public StreamRepair? Stream => Serving?.Stream;

    /// <summary>The estimated length of the prompt that was sent, in tokens: without the tools where they were left out.</summary>
    public long SentPromptTokens => Inquiry.PromptTokens(_progress.ToolsLeftOut);

    /// <summary>Why it was answered where it was, in a sentence; null when the name led straight to its own candidates.</summary>
    public string? Decision { get; set; } = choice.Decision;

    /// <summary>The failed attempts as <c>backend/model:class(status)</c>, for the log; null when none failed.</summary>
    public string? FailedAttempts { get; set; }

    /// <summary>
    /// Whether it showed that what is known of a backend's models is out of date: one was gone, had another context, was not loaded as
    /// believed, or its backend was taken to be away.
    /// </summary>
    public bool FoundNews { get; set; }

    /// <summary>Whether it left its place for a person.</summary>
    public bool GaveWay { get; set; }

    /// <summary>The place in line it began at and how long it waited; null when it did not have to.</summary>
    public (int Place, TimeSpan Waited)? Queued { get; private set; }

    /// <summary>The place in line that the client was told when its stream began with comments; null where it was told none.</summary>
    public int? ToldPlace { get; set; }

    /// <summary>A candidate that would have made the request wait in line for too long, and how long; null for none.</summary>
    public (Candidate Candidate, TimeSpan Wait)? Spilled { get; set; }

    /// <summary>Of two attempts that ran at once, the one that did not answer; null when there were no two.</summary>
    public Candidate? Hedged { get; set; }

    /// <summary>Of how many requests the one was made that was sent for it last; up to 1 where it was its own.</summary>
    public int Gathered { get; set; }

    /// <summary>Who continued the answer after it broke; null when nobody did.</summary>
    public Candidate? Resumed { get; set; }

    /// <summary>When the first attempt was sent, as a timestamp; 0 before.</summary>
    public long FirstSentAt { get; set; }

    /// <summary>When the candidate's turn began in which the answer came, as a timestamp; of two at once, the first one's.</summary>
    public long TurnAt { get; set; }

    /// <summary>When the first event or the whole answer was there; 0 before.</summary>
    public long FirstByteAt { get; set; }

    /// <summary>Whether the stream began before there was an answer, with comments that keep the connection alive.</summary>
    public bool IsKeptAlive { get; set; }

    /// <summary>The error that stands for all failed attempts, once the client is told; null while there is hope, and with an answer.</summary>
    public (ApiError Error, AnswerEnd End)? Failed { get; set; }

    /// <summary>Adds a time in line. One thread at a time.</summary>
    public void StoodInLine(int place, TimeSpan waited)
    {
        Queued = Queued is { } before ? (before.Place, before.Waited + waited) : (place, waited);
        WaitedForOthers(waited);
    }

    /// <summary>Adds a time that is not the gateway's own, while nothing was sent yet.</summary>
    public void WaitedForOthers(TimeSpan time) => Inquiry.Waits(FirstSentAt == 0 ? time : TimeSpan.Zero);

    /// <summary>
    /// From when the limit on its whole time counts, as a timestamp: its arrival, put off by its time in line, which is nobody's answer.
    /// </summary>
    public long CountsFrom(TimeProvider time) =>
        Queued is { } queued ? Inquiry.ReceivedAt + (long)(queued.Waited.TotalSeconds * time.TimestampFrequency) : Inquiry.ReceivedAt;

    /// <summary>Adds an answer that was begun in vain. One thread at a time.</summary>
    public void Spend(SpentAnswer answer) => Progress = _progress with { Spent = [.. _progress.Spent, answer] };
}
