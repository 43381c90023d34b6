using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Resilience;
using Gateway.Runtime;
using Gateway.Streaming;

namespace Gateway.Forwarding;

/// <summary>What all attempts of one request share.</summary>
/// <param name="Request">The request.</param>
/// <param name="Snapshot">The configuration and backends it was received under.</param>
/// <param name="Sessions">Who answers which session.</param>
/// <param name="Guards">What stands around the attempts on each model.</param>
/// <param name="Telemetry">What is measured of attempts.</param>
/// <param name="Time">The clock.</param>
/// <param name="AbortsOnFailure">Whether a stream that fails ends with a broken connection after its error event.</param>
/// <param name="AbortClient">Breaks the client's connection.</param>
/// <param name="Drain">Cancelled when the gateway's time is over.</param>
/// <param name="Client">Cancelled when the client leaves; for one of two attempts at once, also when the other answers.</param>
internal sealed record Exchange(
    GatewayRequest Request,
    GatewaySnapshot Snapshot,
    SessionMemory Sessions,
    Guards<AttemptOutcome> Guards,
    AttemptTelemetry Telemetry,
    TimeProvider Time,
    bool AbortsOnFailure,
    Action AbortClient,
    CancellationToken Drain,
    CancellationToken Client)
{
    /// <summary>The body. The request gives its own hold of it back when it is answered; who sends later than that needs another.</summary>
    public RequestBuffer Body { get; } = Request.Body!;

    /// <summary>How often each backend was sent the request.</summary>
    public RequestSends Sends { get; } = new();

    /// <summary>Takes in what models turn out to lack; null where nothing is to be learned.</summary>
    public Lessons? Lessons { get; init; }

    /// <summary>What all streams hold back together.</summary>
    public required HoldBudget Held { get; init; }

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
