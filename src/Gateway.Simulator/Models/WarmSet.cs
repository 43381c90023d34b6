namespace Gateway.Simulator.Models;

/// <summary>The models that are loaded: so many at once, for so long after their last use.</summary>
internal sealed class WarmSet
{
    private readonly int _most;
    private readonly TimeSpan? _keep;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    // From the least to the most recently used.
    private readonly List<WarmModel> _loaded = [];

    public WarmSet(IEnumerable<string> initial, int most, TimeSpan? keep, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        (_most, _keep, _time) = (most, keep, time);
        foreach (var model in initial)
        {
            Use(model);
        }
    }

    public IReadOnlyList<WarmModel> Snapshot()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            _loaded.RemoveAll(model => model.ExpiresAt <= now);
            return [.. _loaded];
        }
    }

    public bool Contains(string name) => Snapshot().Any(model => model.Name == name);

    /// <summary>Loads the model if need be, and has it for the most recently used.</summary>
    public void Use(string name)
    {
        lock (_lock)
        {
            _loaded.RemoveAll(model => model.Name == name);
            _loaded.Add(new WarmModel(name, _keep is { } keep ? _time.GetUtcNow() + keep : DateTimeOffset.MaxValue));
            if (_loaded.Count > _most)
            {
                _loaded.RemoveAt(0);
            }
        }
    }
}
