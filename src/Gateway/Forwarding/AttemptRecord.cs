using System.Diagnostics;
using Gateway.Backends;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Resilience.Ejection;
using Gateway.Resilience.Queue;
using Gateway.Routing.Routes;
using Gateway.Streaming;

namespace Gateway.Forwarding;

/// <summary>What is known of one attempt. The request takes it over when the attempt brings the answer, and not before.</summary>
internal sealed class AttemptRecord : IRunning
{
    private int _isOver;

    public AttemptRecord(Exchange exchange, Backend backend, Candidate candidate)
    {
        (Exchange, Backend, Candidate, SentAt) = (exchange, backend, candidate, exchange.Time.GetTimestamp());
        candidate.Load.Begin(candidate.Card.IsPassedOn);
        Span = exchange.Telemetry.Begin(exchange, backend, candidate);
    }

    public Exchange Exchange { get; }

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

    /// <summary>Whether there was some of an answer that was not streamed, which broke off: it cannot be read, but its prompt was.</summary>
    public bool WasBegun { get; set; }

    /// <summary>How an answer ended that turned out to be none.</summary>
    public AnswerEnd FailedAs { get; set; } = AnswerEnd.BackendError;

    /// <summary>Decides what the client gets of a stream; null when the answer is not streamed.</summary>
    public StreamRepair? Stream { get; set; }

    /// <summary>The place it holds in the line before the backend; null where there is no line.</summary>
    public QueueLease? Lease { get; set; }

    /// <summary>Counts how the model fares that answers.</summary>
    public Outlier? Guard { get; set; }

    /// <summary>What cancels it when another answers, to be disposed of when it is over; null when it runs alone.</summary>
    public IDisposable? Stop { get; set; }

    /// <summary>The lifetime of a stream; null where nothing is streamed.</summary>
    public AttemptScope? Scope { get; set; }

    // The operator may wait for less long than by default, and the limit on the whole answer is none on its silence.
    public bool StallCounts =>
        Backend.IdleTimeout >= Backend.Provider.IdleTimeout
        && Exchange.Time.GetElapsedTime(Exchange.Request.ReceivedAt) < Backend.TotalTimeout;

    public void Cut() => Scope?.Cut();

    /// <summary>The attempt is over, for the backend's load.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
        {
            Candidate.Load.End(Candidate.Card.IsPassedOn);
            Lease?.Dispose();
            Stop?.Dispose();
            Exchange.Telemetry.Ended(this);
        }
    }
}
