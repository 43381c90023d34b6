using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;

namespace Gateway.Simulator.Sending;

/// <summary>A request that gets an answer, with everything needed to answer it.</summary>
internal sealed record Exchange
{
    public required HttpContext Http { get; init; }

    public required BackendState Backend { get; init; }

    public required ChatRequest Request { get; init; }

    public required ModelScript Script { get; init; }

    public required Answer Answer { get; init; }

    public required ClientWatch Watch { get; init; }

    /// <summary>Ends when the model is released after this request began, or after it was held.</summary>
    public required Task Release { get; init; }

    public CancellationToken Aborted => Http.RequestAborted;
}
