using System.Collections.Concurrent;

namespace Gateway.Resilience.Queue;

/// <summary>
/// The lines before one backend: one for each of its models, and the places of the machine behind them. A model whose number of places is
/// unknown uses the machine's own line.
/// </summary>
internal sealed class BackendLines(TimeProvider time)
{
    // Clients may make up names; beyond this number they share a line.
    private const int MostUnlisted = 256;

    // A few megabytes of waiting requests; a library of documents is fewer.
    private const int LongLine = 10_000;

    private readonly ConcurrentDictionary<string, BackendQueue> _models = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _long = new(StringComparer.OrdinalIgnoreCase);
    private volatile BackendQueue? _common;

    public MachinePlaces Machine { get; } = new();

    /// <summary>The line shared by all models without their own; null until one is needed.</summary>
    public BackendQueue? Common => _common;

    /// <summary>The number of requests that hold a place now.</summary>
    public int Running => Machine.Running;

    /// <summary>The number of requests in line now.</summary>
    public int Waiting => _models.Sum(static m => m.Value.Waiting) + (_common?.Waiting ?? 0);

    /// <summary>The existing lines with their models, in no order; null for the shared line.</summary>
    public IEnumerable<(string? Model, BackendQueue Line)> All =>
        _models.Select(static m => ((string?)m.Key, m.Value)).Concat(_common is { } common ? [(null, common)] : []);

    /// <summary>The line before a model.</summary>
    /// <param name="model">The model, or another name that all models of one runner share.</param>
    /// <param name="isListed">True when the backend lists it.</param>
    /// <param name="places">The number of requests it takes at a time; 0 when unknown.</param>
    /// <param name="size">How many may wait.</param>
    /// <param name="maxWait">How long one may wait.</param>
    /// <param name="isLong">True when many may wait; the model then always has its own line.</param>
    public BackendQueue Of(string model, bool isListed, int places, int size, TimeSpan maxWait, bool isLong = false)
    {
        if (isLong)
        {
            size = Math.Max(size, LongLine);
            _long.TryAdd(model, true);
        }

        var line = places == 0 && !isLong ? _common ?? MakeCommon(size, maxWait)
            : _models.TryGetValue(model, out var known) ? known
            : Add(isListed || _models.Count < MostUnlisted ? model : "", places, size, maxWait);
        var now = line.Options;
        if (now.Places != places || now.MaxWaiting != size || now.MaxWait != maxWait)
        {
            line.Configure(new QueueOptions(places, size, maxWait));
        }

        return line;
    }

    /// <summary>The line before a model, if there is one yet.</summary>
    public BackendQueue? Find(string model) => _models.GetValueOrDefault(model);

    /// <summary>Applies new bounds to a model's line, if there is one.</summary>
    /// <param name="model">The model, or another name that all models of one runner share.</param>
    /// <param name="places">The number of requests it takes at a time; 0 when unknown or unlimited.</param>
    /// <param name="isUnlimited">True when the operator wants no limit.</param>
    /// <param name="size">How many may wait.</param>
    /// <param name="maxWait">How long one may wait.</param>
    public void Follow(string model, int places, bool isUnlimited, int size, TimeSpan maxWait)
    {
        if (Find(model) is { } line)
        {
            size = _long.ContainsKey(model) ? Math.Max(size, LongLine) : size;
            // If a server briefly stops reporting its places, the old number stays: nobody must be let in because of that.
            line.Configure(new QueueOptions(places > 0 || isUnlimited ? places : line.Options.Places, size, maxWait));
        }
    }

    // A separate method, so that finding an existing line pays for no closure.
    private BackendQueue Add(string model, int places, int size, TimeSpan maxWait) =>
        _models.GetOrAdd(model, _ => Make(places, size, maxWait));

    private BackendQueue MakeCommon(int size, TimeSpan maxWait)
    {
        var made = Make(0, size, maxWait);
        return Interlocked.CompareExchange(ref _common, made, null) ?? made;
    }

    private BackendQueue Make(int places, int size, TimeSpan maxWait) => new(new QueueOptions(places, size, maxWait), time, Machine);
}
