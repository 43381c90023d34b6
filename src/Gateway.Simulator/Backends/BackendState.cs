using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Runners;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;

namespace Gateway.Simulator.Backends;

/// <summary>The whole state of one simulated backend. Instances share nothing.</summary>
internal sealed class BackendState : ILoading
{
    private volatile SimulatorOptions _options;
    private long _started;

    public BackendState(SimulatorOptions options, Dialect dialect)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLoaded, 1);
        _options = options;
        Time = options.Time;
        Dialect = dialect;
        Held = new HeldModels(options.Models ?? Dialect.DefaultModels, options.Facts);
        _started = options.Time.GetTimestamp();
        Scheduler = new Scheduler(this, options.Time);
        foreach (var model in (options.Warm ?? Dialect.WarmAtFirst(Models)).Select(name => Held.Find(name)).OfType<ModelFacts>())
        {
            Scheduler.Preload(model);
        }
        ApiKey = options.ApiKey;
        Scripts = new ScriptBook(new ErrorNames(dialect.Name, [.. dialect.Errors.Keys, .. dialect.Refusals.Keys]));
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

    public int MaxLoaded => Options.MaxLoaded;

    public int MaxQueue => Options.MaxQueue;

    public bool LoadsOneByOne => Dialect.LoadsOneByOne;

    public TimeSpan? KeepsLoaded => Dialect.KeepsLoaded(Options);

    public int? ContextOf(ModelFacts model) => Dialect.ContextOf(model, Options);

    public int? PlacesOf(ModelFacts model) => Dialect.PlacesOf(model, Options);

    public bool LoadsOnDemand(ModelFacts model) => model.RemoteHost is null && Dialect.LoadsOnDemand(Models.Count, Options);
}
