using Gateway.Simulator.Endpoints;
using Gateway.Simulator.Scripts;

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

    /// <summary>What was served so far.</summary>
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
    /// How often each path was asked, chat requests and wrong paths included, the admin's not. A query belongs to the path
    /// as it was sent, unescaped: <c>/v1/models?sub_type=chat</c>.
    /// </summary>
    public IReadOnlyDictionary<string, int> Asked => _state.Asked.Snapshot();

    /// <summary>How often each model was begun to be loaded because a request needed it.</summary>
    public IReadOnlyDictionary<string, int> Loads => _state.Scheduler.Loads;

    /// <summary>
    /// How many answers of a model are made at this moment, and how many requests wait for one of its places
    /// (<see cref="SimulatorOptions.Parallel"/>).
    /// </summary>
    public (int Taken, int Waiting) Places(string model) => _state.Held.Find(model) is { } held ? _state.Scheduler.Busy(held) : (0, 0);

    /// <summary>Starts a backend.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<SimulatedBackend> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var state = new BackendState(options);
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

    /// <summary>Sets how a model answers from now on, and forgets the failures it has had.</summary>
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

    /// <summary>Sets the models it holds from now on. Scripts and facts are kept by name, for models that come back.</summary>
    public void SetModels(params IEnumerable<string> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        _state.Held.SetNames(models);
    }

    /// <summary>Sets what is true of a model from now on, held or not yet held; null leaves it to the name again.</summary>
    public void SetFacts(string model, SimulatedModel? facts) => _state.Held.Set(model, facts);

    /// <summary>
    /// Makes it a server that was started anew, with other options: nothing is loaded, and a <see cref="SimulatorOptions.StartLoadMs"/> begins.
    /// The address, the personality, the models and the clock stay, and so do the scripts and what is being answered.
    /// </summary>
    public void Restart(Func<SimulatorOptions, SimulatorOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _state.Restart(change(_state.Options));
    }

    /// <summary>
    /// Sets how what is asked about the backend is answered from now on; null is truthfully. Requests that are held because
    /// of the script before go on.
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

    /// <summary>Lets the requests go on that are held because of a <see cref="ListingScript"/>; later ones wait again.</summary>
    public void ReleaseListings() => _state.Listing.Release();

    /// <summary>
    /// Takes the next request about the backend that was not taken yet, and waits for it: its path as in <see cref="Asked"/>.
    /// </summary>
    public Task<string> NextAskedAsync(CancellationToken cancellationToken = default) =>
        _state.Asked.Untaken.ReadAsync(cancellationToken).AsTask();

    /// <summary>
    /// Takes the next departure of a client that did not wait for what a <see cref="ListingScript"/> held or delayed, and
    /// waits for it: the path as in <see cref="Asked"/>.
    /// </summary>
    public Task<string> NextAskerGoneAsync(CancellationToken cancellationToken = default) =>
        _state.Asked.Gone.ReadAsync(cancellationToken).AsTask();

    /// <summary>Lets the requests go on that wait because of their script; later ones wait again.</summary>
    public void Release(string model) => _state.Gate.Release(model);

    /// <summary>Takes the next chat request that was not taken yet, and waits for it.</summary>
    public Task<ReceivedRequest> NextRequestAsync(CancellationToken cancellationToken = default) =>
        _state.Log.Untaken.ReadAsync(cancellationToken).AsTask();

    /// <summary>
    /// Takes the next departure of a client before the end of its answer, and waits for it: the
    /// <see cref="System.Diagnostics.Stopwatch"/> timestamp at which the server saw it.
    /// </summary>
    public Task<long> NextClientGoneAsync(CancellationToken cancellationToken = default) =>
        _state.Log.Gone.ReadAsync(cancellationToken).AsTask();

    /// <summary>Stops the server at once; what is being answered is broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        await _server.DisposeAsync();
    }
}
