using System.Collections.Concurrent;
using Gateway.Routing.Candidates;

namespace Gateway.Runtime;

/// <summary>The state of each model on each backend. Survives reloads and new catalogs.</summary>
internal sealed class ModelStates(TimeProvider time)
{
    // More than any catalog; names that clients make up get a state that is not kept.
    private const int MaxRemembered = 50_000;

    private readonly ConcurrentDictionary<(string Backend, string Model), ModelState> _states = new();

    /// <summary>The remembered states of one backend's models, in no order.</summary>
    public IEnumerable<(string Model, ModelState State)> Of(string backend) =>
        _states.Where(s => s.Key.Backend == backend).Select(s => (s.Key.Model, s.Value));

    /// <summary>Forgets the abilities that models of a backend turned out to lack, once that may no longer hold.</summary>
    /// <returns>True when anything was forgotten.</returns>
    public bool ForgetOldLessons(string backend, BackendLoad load)
    {
        var isAny = false;
        foreach (var (_, state) in Of(backend))
        {
            isAny |= state.Lesson.ForgetOld(load.Returns);
        }

        return isAny;
    }

    public ModelState Of(string backend, string model)
    {
        if (_states.TryGetValue((backend, model), out var known))
        {
            return known;
        }

        return _states.Count < MaxRemembered
            ? _states.GetOrAdd((backend, model), (_, clock) => new ModelState(clock), time)
            : new ModelState(time);
    }
}
