using System.Diagnostics;
using Gateway.Backends;
using Gateway.Backends.Providers;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Resilience.Ejection;
using Gateway.Resilience.Queue;
using Gateway.Routing.Routes;
using Gateway.Streaming;

namespace Gateway.Attempts;

/// <summary>What is known of one attempt. The request takes it over when the attempt brings the answer, and not before.</summary>
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

    /// <summary>Its span; null when nobody wants one.</summary>
    public Activity? Span { get; }

    /// <summary>Why it brought no answer; null when it did, while it runs, and when nobody waited for one any more.</summary>
    public AttemptFailure? Failure { get; set; }

    /// <summary>When it was sent, as a timestamp.</summary>
    public long SentAt { get; }

    /// <summary>When the first event or the whole answer was there; 0 before.</summary>
    public long FirstByteAt { get; set; }

    /// <summary>The backend's own id of the request.</summary>
    public string? BackendTrace { get; set; }

    /// <summary>What is known of the answer; null before there is one.</summary>
    public AnswerState? Answer { get; set; }

    /// <summary>In whose words it was sent, and is answered; null for OpenAI's.</summary>
    public Translation? Translation { get; set; }

    /// <summary>Whether the client's tools were left out of what was sent.</summary>
    public bool LeavesToolsOut { get; set; }

    /// <summary>How long the prompt is that was sent, as estimated.</summary>
    public long Prompt => Context.Inquiry.PromptTokens(LeavesToolsOut);

    /// <summary>Whether there was some of an answer that was not streamed, which broke off: it cannot be read, but its prompt was.</summary>
    public bool WasBegun { get; set; }

    /// <summary>How an answer ended that turned out to be none.</summary>
    public AnswerEnd FailedAs { get; set; } = AnswerEnd.BackendError;

    /// <summary>Decides what the client gets of a stream; null when the answer is not streamed.</summary>
    public StreamRepair? Stream { get; set; }

    /// <summary>The stream as the client gets it, which knows when its pieces came; null when the answer is not streamed.</summary>
    public AnswerStream? Pieces { get; set; }

    (TimeSpan Between, long FirstTokens)? IServing.Pieces => Pieces is { } stream
        ? (Context.Time.GetElapsedTime(stream.FirstPieceAt, stream.LastPieceAt), stream.FirstTokens)
        : null;

    /// <summary>The place it holds in the line before the backend; null where there is no line.</summary>
    public QueueLease? Lease { get; set; }

    /// <summary>Counts how the model fares that answers.</summary>
    public Outlier? Guard
    {
        get => _guard;
        set => _guard = value;
    }

    /// <summary>What cancels it when another answers, to be disposed of when it is over; null when it runs alone.</summary>
    public IDisposable? Stop { get; set; }

    /// <summary>The lifetime of a stream; null where nothing is streamed.</summary>
    public AttemptScope? Scope { get; set; }

    // The operator may wait for less long than by default, and the limit on the whole answer is none on its silence.
    public bool StallCounts =>
        Backend.IdleTimeout >= Backend.Provider.IdleTimeout
        && Context.Time.GetElapsedTime(Context.Delivery.CountsFrom(Context.Time)) < Backend.TotalTimeout;

    public Outlier? TakeGuard() => Interlocked.Exchange(ref _guard, null);

    public void Cut() => Scope?.Cut();

    /// <summary>The attempt is over, for the backend's load.</summary>
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
