using Gateway.Resilience;
using Gateway.Runtime;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>The services shared by the attempts of all requests.</summary>
/// <param name="Sessions">Remembers which candidate answers a session.</param>
/// <param name="Guards">Guards the attempts on each model.</param>
/// <param name="Telemetry">Measures attempts.</param>
/// <param name="Held">Bounds what all streams hold back together.</param>
/// <param name="Lessons">Records what models turn out to lack.</param>
/// <param name="Loading">Waits for backends that are loading.</param>
/// <param name="Drain">Signals when the gateway's time to stop is over.</param>
/// <param name="Busy">Says when the processors are nearly used up.</param>
/// <param name="Time">The clock.</param>
internal sealed record AttemptServices(
    SessionMemory Sessions,
    Guards<AttemptOutcome> Guards,
    AttemptTelemetry Telemetry,
    HoldBudget Held,
    Lessons Lessons,
    LoadingWatch Loading,
    DrainSignal Drain,
    BusySignal Busy,
    TimeProvider Time);
