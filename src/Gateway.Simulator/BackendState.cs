using Gateway.Simulator.Dialects;
using Gateway.Simulator.Listings;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Runners;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator;

/// <summary>The whole state of one simulated backend. Instances share nothing.</summary>
internal sealed class BackendState
{
    private volatile SimulatorOptions _options;
    private long _started;

    public BackendState(SimulatorOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLoaded, 1);
        _options = options;
        Time = options.Time;
        Dialect = Dialect.Of(options.Personality);
        Held = new HeldModels(options.Models ?? Dialect.DefaultModels, options.Facts);
        _started = options.Time.GetTimestamp();
        Scheduler = new Scheduler(this);
        foreach (var model in (options.Warm ?? Dialect.WarmAtFirst(Models)).Select(name => Held.Find(name)).OfType<ModelFacts>())
        {
            Scheduler.Preload(model);
        }
        ApiKey = options.ApiKey;
        Scripts = new ScriptBook(Dialect);
    }

    /// <summary>The options of its latest start.</summary>
    public SimulatorOptions Options => _options;

    public Dialect Dialect { get; }

    public HeldModels Held { get; }

    public IReadOnlyList<string> Models => Held.Names;

    public Scheduler Scheduler { get; }

    /// <summary>The models that are loaded and still held, least recently used first.</summary>
    public IReadOnlyList<LoadedModel> Loaded => [.. Scheduler.Loaded.Where(loaded => Models.Contains(loaded.Name))];

    public string? ApiKey { get; }

    public TimeProvider Time { get; }

    public ScriptBook Scripts { get; }

    public ReleaseGate Gate { get; } = new();

    public RequestLog Log { get; } = new();

    public Counters Counters { get; } = new();

    public ListingBook Listing { get; } = new();

    public AskedLog Asked { get; } = new();

    /// <summary>Finds a model by any name that its provider accepts for it.</summary>
    public ModelFacts? Find(string? name) => Dialect.Find(name, Held);

    /// <summary>True while the server itself still loads its model after the start.</summary>
    public bool IsStarting => Options.StartLoadMs > 0
        && Time.GetElapsedTime(Interlocked.Read(ref _started)) < TimeSpan.FromMilliseconds(Options.StartLoadMs);

    /// <summary>Restarts it with other options and nothing loaded.</summary>
    public void Restart(SimulatorOptions options)
    {
        _options = options;
        Scheduler.Clear();
        Interlocked.Exchange(ref _started, Time.GetTimestamp());
    }

    /// <summary>True when a chat with the model must wait until it is loaded.</summary>
    public bool IsCold(ModelFacts model) => LoadsOnDemand(model) && !Scheduler.IsLoaded(model);

    public bool LoadsOnDemand(ModelFacts model) => model.RemoteHost is null && Dialect.LoadsOnDemand(Models.Count, Options);
}
