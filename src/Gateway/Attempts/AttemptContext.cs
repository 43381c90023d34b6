using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;

namespace Gateway.Attempts;

/// <summary>What all attempts of one request share.</summary>
/// <param name="Delivery">The request, and what becomes of it.</param>
/// <param name="Services">What attempts of all requests work with.</param>
/// <param name="AbortsOnFailure">Whether a stream that fails ends with a broken connection after its error event.</param>
/// <param name="AbortClient">Breaks the client's connection.</param>
/// <param name="Client">Cancelled when the client leaves; for one of two attempts at once, also when the other answers.</param>
internal sealed record AttemptContext(
    Delivery Delivery, AttemptServices Services, bool AbortsOnFailure, Action AbortClient, CancellationToken Client)
{
    public Inquiry Inquiry => Delivery.Inquiry;

    public Choice Choice => Delivery.Choice;

    public GatewaySnapshot Snapshot => Delivery.Snapshot;

    public TimeProvider Time => Services.Time;

    /// <summary>Cancelled when the gateway's time is over.</summary>
    public CancellationToken Drain => Services.Drain.Over;

    /// <summary>The body. The request gives its own hold of it back when it is answered; who sends later than that needs another.</summary>
    public RequestBuffer Body { get; } = Delivery.Inquiry.Body!;

    /// <summary>How often each backend was sent the request.</summary>
    public RequestSends Sends { get; } = new();

    /// <summary>Takes in what the request waits for, where its client is told; null where it is not.</summary>
    public WaitNotice? Notice { get; init; }

    /// <summary>What an answer that broke is continued from; null for all attempts before that.</summary>
    public Continuation? Continuation { get; init; }

    /// <summary>
    /// Whether words may be the request's own, which a backend only repeats. Once its body is gone there is no proof that they are not.
    /// </summary>
    public bool MayQuote(string words)
    {
        if (!Body.TryHold())
        {
            return true;
        }

        try
        {
            return AsciiSearch.Holds(Body.Span, words);
        }
        finally
        {
            Body.Release();
        }
    }
}
