using System.Collections.Concurrent;
using Gateway.Backends.Discovery;

namespace Gateway.Providers.Ollama;

/// <summary>The memory of the probes of one Ollama.</summary>
internal sealed class OllamaMemory : IRunMemory
{
    /// <summary>The answers of <c>/api/show</c>. They hold for a model across restarts of the server.</summary>
    public ConcurrentDictionary<OllamaModelKey, OllamaShown> Shown { get; } = new();

    /// <summary>The context this run gives to models without a setting of their own.</summary>
    public OllamaSetting Setting { get; } = new();

    /// <summary>The models that were loaded when last asked.</summary>
    public OllamaLoaded? Loaded { get; set; }

    public void Forget()
    {
        Setting.Forget();
        Loaded = null;
    }

    /// <summary>Keeps what is known of the present models, and forgets the others.</summary>
    public void Keep(IReadOnlySet<OllamaModelKey> present)
    {
        foreach (var gone in Shown.Keys.Where(k => !present.Contains(k)).ToList())
        {
            Shown.TryRemove(gone, out _);
        }
    }
}
