using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Wire.Bytes;

namespace Gateway.Attempts;

/// <summary>The context shared by all attempts of one request.</summary>
/// <param name="Delivery">The request and what becomes of it.</param>
/// <param name="Services">The services shared by the attempts of all requests.</param>
/// <param name="AbortsOnFailure">True when a failed stream ends with a broken connection after its error event.</param>
/// <param name="AbortClient">Breaks the client's connection.</param>
/// <param name="Client">Cancelled when the client leaves; for one of two attempts at once, also when the other answers.</param>
internal sealed record AttemptContext(
    Delivery Delivery, AttemptServices Services, bool AbortsOnFailure, Action AbortClient, CancellationToken Client)
{
    public Inquiry Inquiry => Delivery.Inquiry;

    public Choice Choice => Delivery.Choice;

    public GatewaySnapshot Snapshot => Delivery.Snapshot;

    public TimeProvider Time => Services.Time;

    /// <summary>Cancelled when the gateway's time to stop is over.</summary>
    public CancellationToken Drain => Services.Drain.Over;

    /// <summary>The body. The request releases its own hold when it is answered; a later send needs its own hold.</summary>
    public RequestBuffer Body { get; } = Delivery.Inquiry.Body!;

    /// <summary>Counts how many times the request was sent to each backend.</summary>
    public RequestSends Sends { get; } = new();

    /// <summary>Is told what the request waits for, so that its client can be told; null when the client is not.</summary>
    public WaitNotice? Notice { get; init; }

    /// <summary>The start of the broken answer to be continued; null for all attempts before that.</summary>
    public Continuation? Continuation { get; init; }

    /// <summary>
    /// True when the words may be the request's own, merely repeated by a backend. Once the body is gone, nothing can prove otherwise.
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
