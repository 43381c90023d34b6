using System.Collections.Concurrent;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Runners;

/// <summary>
/// Loads models and hands out their places, like servers that load on demand. Ollama loads one model after another, and its waiting line
/// can be full. The others load side by side, each model once for all who wait for it.
/// </summary>
internal sealed class Scheduler(ILoading loading, TimeProvider time)
{
    private readonly RunnerSet _runners = new(time);
    private readonly Turns _line = new(1);
    private readonly ConcurrentDictionary<string, Turns> _places = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<LoadEnd>> _loading = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _loads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _failed = new(StringComparer.Ordinal);

    public IReadOnlyList<LoadedModel> Loaded => _runners.Snapshot();

    /// <summary>The number of loads begun for each model.</summary>
    public IReadOnlyDictionary<string, int> Loads => _loads.ToDictionary(StringComparer.Ordinal);

    public bool IsLoaded(ModelFacts model) => _runners.Has(model.Blob, loading.LoadsOneByOne ? loading.ContextOf(model) : null);

    public bool IsLoading(ModelFacts model) => _loading.ContainsKey(model.Blob);

    /// <summary>True when its last load failed.</summary>
    public bool HasFailed(ModelFacts model) => _failed.ContainsKey(model.Name);

    /// <summary>The number of answers that the model makes at this moment, and the number of requests that wait.</summary>
    public (int Taken, int Waiting) Busy(ModelFacts model) =>
        _places.TryGetValue(model.Blob, out var places) ? places.State : (0, 0);

    /// <summary>Loads a model at once, without a request.</summary>
    public void Preload(ModelFacts model)
    {
        if (_runners.MakeRoom(model.Blob, loading.MaxLoaded))
        {
            _runners.Add(NewRunner(model, loading.ContextOf(model)), users: 0);
        }
    }

    /// <summary>Unloads a model that nobody uses.</summary>
    public void Unload(ModelFacts model) => _runners.MakeRoom(model.Blob, int.MaxValue);

    public void Keep(Runner runner, TimeSpan? keep) => _runners.Keep(runner, keep);

    /// <summary>Forgets everything that is loaded, like a server that restarts.</summary>
    public void Clear()
    {
        _runners.Clear();
        _places.Clear();
        _failed.Clear();
    }

    /// <summary>Waits until the model is loaded and has a place.</summary>
    public async Task<Lease> EnterAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var (runner, refusal, since) = !loading.LoadsOnDemand(request.Model) ? (null, null, time.GetTimestamp())
            : loading.LoadsOneByOne ? await OneByOneAsync(request, cancellationToken)
            : await SideBySideAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return new Lease(_runners, null, null) { Refusal = refusal };
        }
        var places = !request.NeedsNoPlace && loading.PlacesOf(request.Model) is { } count
            ? _places.GetOrAdd(request.Model.Blob, static (_, count) => new Turns(count), count)
            : null;
        try
        {
            var hadToWait = places is not null && await places.EnterAsync(int.MaxValue, cancellationToken) is Turn.AfterWaiting;
            return new Lease(_runners, runner, places)
            {
                HadToWait = hadToWait,
                Since = hadToWait ? time.GetTimestamp() : since,
            };
        }
        catch (OperationCanceledException) when (runner is not null)
        {
            _runners.Leave(runner);
            throw;
        }
    }

    private async Task<(Runner? Runner, string? Refusal, long Since)> OneByOneAsync(
        LoadRequest request, CancellationToken cancellationToken)
    {
        var key = request.Model.Blob;
        if (!request.Fails && _runners.Use(key, request.Context) is { } warm)
        {
            return (warm, null, time.GetTimestamp());
        }
        if (await _line.EnterAsync(loading.MaxQueue, cancellationToken) is Turn.Refused)
        {
            return (null, "busy", 0);
        }
        try
        {
            if (!request.Fails && _runners.Use(key, request.Context) is { } meanwhile)
            {
                return (meanwhile, null, time.GetTimestamp());
            }
            await MakeRoomAsync(key, cancellationToken);
            var since = await LoadAsync(request, cancellationToken);
            return request.Fails
                ? (null, "loadFailed", since)
                : (_runners.Add(NewRunner(request.Model, request.Context), users: 1), null, since);
        }
        finally
        {
            _line.Leave();
        }
    }

    private async Task<(Runner? Runner, string? Refusal, long Since)> SideBySideAsync(
        LoadRequest request, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            if (!request.Fails && _runners.Use(request.Model.Blob, null) is { } runner)
            {
                return (runner, null, since);
            }
            var mine = new TaskCompletionSource<LoadEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
            var load = _loading.GetOrAdd(request.Model.Blob, mine.Task);
            if (load == mine.Task)
            {
                _ = ForAllAsync(request, mine);
            }
            var end = await load.WaitAsync(cancellationToken);
            if (end.HasFailed)
            {
                return (null, "loadFailed", end.At);
            }
            since = end.At;
        }
    }

    // The load serves everyone who waits for it, so it goes on when the client that began it has left.
    private async Task ForAllAsync(LoadRequest request, TaskCompletionSource<LoadEnd> done)
    {
        await MakeRoomAsync(request.Model.Blob, CancellationToken.None);
        var at = await LoadAsync(request, CancellationToken.None);
        if (request.Fails)
        {
            _failed[request.Model.Name] = true;
        }
        else
        {
            _failed.TryRemove(request.Model.Name, out _);
            _runners.Add(NewRunner(request.Model, request.Context), users: 0);
        }
        _loading.TryRemove(request.Model.Blob, out _);
        done.TrySetResult(new LoadEnd(request.Fails, at));
    }

    // The moment at which it is over, not the one at which a timer reports it: later times are counted from there.
    private async Task<long> LoadAsync(LoadRequest request, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        _loads.AddOrUpdate(request.Model.Name, 1, static (_, count) => count + 1);
        if (request.LoadMs > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(request.LoadMs), time, cancellationToken);
        }
        return began + (long)(request.LoadMs / 1000d * time.TimestampFrequency);
    }

    private async Task MakeRoomAsync(string key, CancellationToken cancellationToken)
    {
        for (var changed = _runners.Changed; !_runners.MakeRoom(key, loading.MaxLoaded); changed = _runners.Changed)
        {
            await changed.WaitAsync(cancellationToken);
        }
    }

    private Runner NewRunner(ModelFacts model, int? context) => new(model, context) { Keep = loading.KeepsLoaded };

    private readonly record struct LoadEnd(bool HasFailed, long At);
}
