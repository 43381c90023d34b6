using Gateway.Resilience;
using Gateway.Runtime;
using Gateway.Streaming;

namespace Gateway.Attempts;

/// <summary>What attempts of all requests work with.</summary>
/// <param name="Sessions">Remembers who answers which session.</param>
/// <param name="Guards">Stands around the attempts on each model.</param>
/// <param name="Telemetry">Measures attempts.</param>
/// <param name="Held">Bounds what all streams hold back together.</param>
/// <param name="Lessons">Takes in what models turn out to lack.</param>
/// <param name="Loading">Waits for backends that load.</param>
/// <param name="Drain">Says when the gateway's time is over.</param>
/// <param name="Time">The clock.</param>
internal sealed record AttemptServices(
    SessionMemory Sessions,
    Guards<AttemptOutcome> Guards,
    AttemptTelemetry Telemetry,
    HoldBudget Held,
    Lessons Lessons,
    LoadingWatch Loading,
    DrainSignal Drain,
    TimeProvider Time);
