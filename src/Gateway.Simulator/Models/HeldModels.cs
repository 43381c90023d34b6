using System.Collections.Concurrent;

namespace Gateway.Simulator.Models;

/// <summary>The models that a backend holds at the moment, in order, with their facts.</summary>
internal sealed class HeldModels
{
    private readonly ConcurrentDictionary<string, SimulatedModel> _given = new(StringComparer.Ordinal);
    private volatile string[] _names;

    public HeldModels(IEnumerable<string> names, IReadOnlyDictionary<string, SimulatedModel>? facts)
    {
        _names = [.. names];
        foreach (var (name, given) in facts ?? new Dictionary<string, SimulatedModel>())
        {
            Set(name, given);
        }
    }

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<ModelFacts> All => [.. _names.Select(Of)];

    public void SetNames(IEnumerable<string> names) => _names = [.. names];

    /// <summary>Facts may be set before the model is held, so that the model is never seen without them.</summary>
    public void Set(string name, SimulatedModel? given)
    {
        if (given is null)
        {
            _given.TryRemove(name, out _);
        }
        else
        {
            _given[name] = given;
        }
    }

    public ModelFacts? Find(string? name) => name is not null && _names.Contains(name) ? Of(name) : null;

    private ModelFacts Of(string name) => FactsOfName.Complete(name, _given.GetValueOrDefault(name)) with { Blob = BlobOf(name) };

    private string BlobOf(string name)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Add(name) && _given.GetValueOrDefault(name)?.MadeFrom is { } from)
        {
            name = from;
        }
        return name;
    }
}
