using System.Collections.Concurrent;
using Gateway.Backends.Providers;

namespace Gateway.Backends.Discovery;

/// <summary>
/// What the probes of one backend remember between them, so that they do not ask again each minute. A model pulled anew has
/// another digest and is another model here.
/// </summary>
internal sealed class ProbeMemory
{
    /// <summary>Whether it was once proved to be what the configuration says it is.</summary>
    public bool IsProved { get; set; }

    /// <summary>What <c>/api/show</c> said.</summary>
    public ConcurrentDictionary<OllamaModelKey, OllamaShown> Shown { get; } = new();

    /// <summary>The context that a model had when it was loaded last.</summary>
    public ConcurrentDictionary<OllamaModelKey, int> Served { get; } = new();

    /// <summary>Forgets models that are gone.</summary>
    public void Keep(IReadOnlySet<OllamaModelKey> present)
    {
        foreach (var gone in Shown.Keys.Concat(Served.Keys).Where(k => !present.Contains(k)).ToList())
        {
            Shown.TryRemove(gone, out _);
            Served.TryRemove(gone, out _);
        }
    }
}
