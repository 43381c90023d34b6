using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Endpoints;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;

namespace Gateway.Simulator;

/// <summary>A running simulated backend: a real server on 127.0.0.1 that answers as a provider would.</summary>
public sealed class SimulatedBackend : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly BackendState _state;

    private SimulatedBackend(WebApplication server, BackendState state)
    {
        _server = server;
        _state = state;
        Url = new Uri(server.Urls.Single());
    }

    /// <summary>The address, without <c>/v1</c>.</summary>
    public Uri Url { get; }

    /// <summary>What the backend has served so far.</summary>
    public ServedCounts Served => _state.Counters.Snapshot();

    /// <summary>The tokens that were served, by model and by the <c>user</c> that requests named.</summary>
    public IReadOnlyList<ServedShare> Shares => _state.Counters.Shares();

    /// <summary>The latest 1024 chat requests, oldest first.</summary>
    public IReadOnlyList<ReceivedRequest> Received => _state.Log.Snapshot();

    /// <summary>The names of the models it holds.</summary>
    public IReadOnlyList<string> Models => _state.Models;

    /// <summary>The names of the models that are loaded, least recently used first.</summary>
    public IReadOnlyList<string> Warm => [.. _state.Loaded.Select(model => model.Name)];

    /// <summary>
    /// How often each path was requested, including chat requests and wrong paths but not the admin paths. A query is part of the path as
    /// it was sent, unescaped: <c>/v1/models?sub_type=chat</c>.
    /// </summary>
    public IReadOnlyDictionary<string, int> Asked => _state.Asked.Snapshot();

    /// <summary>The number of loads of each model that began because a request needed it.</summary>
    public IReadOnlyDictionary<string, int> Loads => _state.Scheduler.Loads;

    /// <summary>
    /// The number of answers that a model makes at this moment, and the number of requests that wait for one of its places
    /// (<see cref="SimulatorOptions.Parallel"/>).
    /// </summary>
    public (int Taken, int Waiting) Places(string model) => _state.Held.Find(model) is { } held ? _state.Scheduler.Busy(held) : (0, 0);

    /// <summary>Starts a backend.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<SimulatedBackend> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var state = new BackendState(options, KnownDialects.Of(options.Personality));
        var server = Server.Build(options.Port, state);
        try
        {
            await server.StartAsync(cancellationToken);
            return new SimulatedBackend(server, state);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sets how a model answers from now on, and forgets its earlier failures.</summary>
    /// <exception cref="ArgumentException">The backend does not have the model, or the script cannot be followed.</exception>
    public void Script(string model, ModelScript script)
    {
        ArgumentNullException.ThrowIfNull(script);
        if (!_state.Models.Contains(model))
        {
            throw new ArgumentException($"There is no model '{model}'. The models are: {string.Join(", ", _state.Models)}.", nameof(model));
        }
        try
        {
            _state.Scripts.Set(model, script);
        }
        catch (ScriptException e)
        {
            throw new ArgumentException(e.Message, nameof(script), e);
        }
    }

    /// <summary>Sets the models it holds from now on. Scripts and facts are kept by name, in case a model comes back.</summary>
    public void SetModels(params IEnumerable<string> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _state.Held.SetNames(models);
    }

    /// <summary>Sets the facts about a model from now on, whether or not it is held; null derives them from the name again.</summary>
    public void SetFacts(string model, SimulatedModel? facts) => _state.Held.Set(model, facts);

    /// <summary>
    /// Restarts the server with other options: nothing is loaded, and <see cref="SimulatorOptions.StartLoadMs"/> begins. The address, the
    /// personality, the models, the clock, the scripts and the running answers stay.
    /// </summary>
    public void Restart(Func<SimulatorOptions, SimulatorOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _state.Restart(change(_state.Options));
    }

    /// <summary>
    /// Sets how questions about the backend are answered from now on; null answers truthfully. Requests that the previous script holds
    /// go on.
    /// </summary>
    /// <exception cref="ArgumentException">The script cannot be followed.</exception>
    public void Listing(ListingScript? script)
    {
        try
        {
            _state.Listing.Set(script);
        }
        catch (ScriptException e)
        {
            throw new ArgumentException(e.Message, nameof(script), e);
        }
    }

    /// <summary>Releases the requests that a <see cref="ListingScript"/> holds. Later ones wait again.</summary>
    public void ReleaseListings() => _state.Listing.Release();

    /// <summary>
    /// Waits for the next request about the backend that was not taken yet, and takes it. Returns its path as in <see cref="Asked"/>.
    /// </summary>
    public Task<string> NextAskedAsync(CancellationToken cancellationToken = default) =>
        _state.Asked.Untaken.ReadAsync(cancellationToken).AsTask();

    /// <summary>
    /// Waits for the next client that left before an answer that a <see cref="ListingScript"/> held or delayed. Returns the path as in
    /// <see cref="Asked"/>.
    /// </summary>
    public Task<string> NextAskerGoneAsync(CancellationToken cancellationToken = default) =>
        _state.Asked.Gone.ReadAsync(cancellationToken).AsTask();

    /// <summary>Releases the requests that wait because of their script. Later ones wait again.</summary>
    public void Release(string model) => _state.Gate.Release(model);

    /// <summary>Waits for the next chat request that was not taken yet, and takes it.</summary>
    public Task<ReceivedRequest> NextRequestAsync(CancellationToken cancellationToken = default) =>
        _state.Log.Untaken.ReadAsync(cancellationToken).AsTask();

    /// <summary>
    /// Waits for the next client that left before the end of its answer. Returns the <see cref="System.Diagnostics.Stopwatch"/> timestamp
    /// at which the server saw it.
    /// </summary>
    public Task<long> NextClientGoneAsync(CancellationToken cancellationToken = default) =>
        _state.Log.Gone.ReadAsync(cancellationToken).AsTask();

    /// <summary>Stops the server at once. Running answers are broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }
}
