using Gateway.Simulator.Dialects;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator;

/// <summary>All that one simulated backend holds; instances share nothing.</summary>
internal sealed class BackendState
{
    public BackendState(SimulatorOptions options)
    {
        Dialect = Dialect.Of(options.Personality);
        Models = options.Models ?? Dialect.DefaultModels;
        ApiKey = options.ApiKey;
        Time = options.Time;
        Scripts = new ScriptBook(Dialect);
    }

    public Dialect Dialect { get; }

    public IReadOnlyList<string> Models { get; }

    public string? ApiKey { get; }

    public TimeProvider Time { get; }

    public ScriptBook Scripts { get; }

    public ReleaseGate Gate { get; } = new();

    public RequestLog Log { get; } = new();

    public Counters Counters { get; } = new();
}
