using System.Collections.Concurrent;
using Gateway.Routing.Selection;

namespace Gateway.Runtime;

/// <summary>How fast each model on each backend was measured to be. Survives a reload and every new catalog.</summary>
internal sealed class SpeedBook
{
    // More than any catalog; names that clients make up get a speed that nobody remembers.
    private const int MaxRemembered = 50_000;

    private readonly ConcurrentDictionary<(string Backend, string Model), ModelSpeed> _speeds = new();

    public ModelSpeed Of(string backend, string model)
    {
        if (_speeds.TryGetValue((backend, model), out var known))
        {
            return known;
        }

        return _speeds.Count < MaxRemembered ? _speeds.GetOrAdd((backend, model), static _ => new ModelSpeed()) : new ModelSpeed();
    }
}
