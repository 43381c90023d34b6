using Gateway.Simulator.Dialects;
using Gateway.Simulator.Listings;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator;

/// <summary>All that one simulated backend holds; instances share nothing.</summary>
internal sealed class BackendState
{
    public BackendState(SimulatorOptions options)
    {
        Options = options;
        Dialect = Dialect.Of(options.Personality);
        Held = new HeldModels(options.Models ?? Dialect.DefaultModels, options.Facts);
        Warm = new WarmSet(options.Warm ?? Dialect.WarmAtFirst(Models), options.MaxLoaded, Dialect.KeepsLoaded, options.Time);
        ApiKey = options.ApiKey;
        Time = options.Time;
        Scripts = new ScriptBook(Dialect);
    }

    public SimulatorOptions Options { get; }

    public Dialect Dialect { get; }

    public HeldModels Held { get; }

    public IReadOnlyList<string> Models => Held.Names;

    public WarmSet Warm { get; }

    /// <summary>The loaded models that are still held, least recently used first.</summary>
    public IReadOnlyList<WarmModel> Loaded => [.. Warm.Snapshot().Where(warm => Models.Contains(warm.Name))];

    public string? ApiKey { get; }

    public TimeProvider Time { get; }

    public ScriptBook Scripts { get; }

    public ReleaseGate Gate { get; } = new();

    public RequestLog Log { get; } = new();

    public Counters Counters { get; } = new();

    public ListingBook Listing { get; } = new();

    public AskedLog Asked { get; } = new();

    /// <summary>Whether a chat with the model has to wait until it is loaded.</summary>
    public bool IsCold(ModelFacts model) => LoadsOnDemand(model) && !Warm.Contains(model.Name);

    public void Use(ModelFacts model)
    {
        if (LoadsOnDemand(model))
        {
            Warm.Use(model.Name);
        }
    }

    private bool LoadsOnDemand(ModelFacts model) => model.RemoteHost is null && Dialect.LoadsOnDemand(Models.Count);
}
