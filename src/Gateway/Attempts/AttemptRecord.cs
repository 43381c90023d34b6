using System.Diagnostics;
using Gateway.Backends;
using Gateway.Backends.Mends;
using Gateway.Requests;
using Gateway.Resilience.Ejection;
using Gateway.Resilience.Queue;
using Gateway.Routing.Candidates;
using Gateway.Wire.Answers;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>The record of one attempt. The request takes it over when the attempt brings the answer, and not before.</summary>
internal sealed class AttemptRecord : IServing
{
    private int _isOver;
    private Outlier? _guard;

    public AttemptRecord(AttemptContext context, Backend backend, Candidate candidate)
    {
        (Context, Backend, Candidate, SentAt) = (context, backend, candidate, context.Time.GetTimestamp());
        candidate.Load.Begin(candidate.Card.IsPassedOn);
        candidate.State.Begin();
        Span = context.Services.Telemetry.Begin(context, backend, candidate);
    }

    public AttemptContext Context { get; }

    public Backend Backend { get; }

    public Candidate Candidate { get; }

    /// <summary>Its span; null when none is recorded.</summary>
    public Activity? Span { get; }

    /// <summary>The reason why it brought no answer; null when it did, while it runs, and when nobody waited any more.</summary>
    public AttemptFailure? Failure { get; set; }

    /// <summary>The time at which it was sent, as a timestamp.</summary>
    public long SentAt { get; }

    /// <summary>The time at which the first event or the whole answer arrived, as a timestamp; 0 before that.</summary>
    public long FirstByteAt { get; set; }

    /// <summary>The backend's own id of the request.</summary>
    public string? BackendTrace { get; set; }

    /// <summary>The state of the answer; null before there is one.</summary>
    public AnswerState? Answer { get; set; }

    /// <summary>The translation to the backend's own API; null when the backend speaks OpenAI's.</summary>
    public Translation? Translation { get; set; }

    /// <summary>True when the client's tools were left out of what was sent.</summary>
    public bool LeavesToolsOut { get; set; }

    /// <summary>The estimated length of the sent prompt.</summary>
    public long Prompt => Context.Inquiry.PromptTokens(LeavesToolsOut);

    /// <summary>True when part of an unstreamed answer arrived and broke off: it cannot be read, but its prompt was processed.</summary>
    public bool WasBegun { get; set; }

    /// <summary>How the answer ended, if it turned out to be none.</summary>
    public AnswerEnd FailedAs { get; set; } = AnswerEnd.BackendError;

    /// <summary>Decides which parts of a stream reach the client; null when the answer is not streamed.</summary>
    public StreamRepair? Stream { get; set; }

    /// <summary>The stream as the client gets it, which knows when its pieces arrived; null when the answer is not streamed.</summary>
    public AnswerStream? Pieces { get; set; }

    (TimeSpan Between, long FirstTokens)? IServing.Pieces => Pieces is { } stream
        ? (Context.Time.GetElapsedTime(stream.FirstPieceAt, stream.LastPieceAt), stream.FirstTokens)
        : null;

    /// <summary>The place it holds in the line before the backend; null when there is no line.</summary>
    public QueueLease? Lease { get; set; }

    /// <summary>Counts successes and failures of the answering model.</summary>
    public Outlier? Guard
    {
        get => _guard;
        set => _guard = value;
    }

    /// <summary>The source that cancels it when another answers, disposed of at its end; null when it runs alone.</summary>
    public IDisposable? Stop { get; set; }

    /// <summary>The lifetime of a stream; null when nothing is streamed.</summary>
    public AttemptScope? Scope { get; set; }

    // The operator may wait for less than the default, and a limit on the whole answer says nothing about silence.
    public bool StallCounts =>
        Backend.IdleTimeout >= Backend.Provider.IdleTimeout
        && Context.Time.GetElapsedTime(Context.Delivery.CountsFrom(Context.Time)) < Backend.TotalTimeout;

    public Outlier? TakeGuard() => Interlocked.Exchange(ref _guard, null);

    public void Cut() => Scope?.Cut();

    /// <summary>Marks the attempt as over, for the backend's load.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            Candidate.Load.End(Candidate.Card.IsPassedOn);
            Candidate.State.End();
            Lease?.Dispose();
            Stop?.Dispose();
            Context.Services.Telemetry.Ended(this);
        }
    }
}
