using System.Collections.Concurrent;
using Gateway.Backends.Providers;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>
/// Remembers facts between the probes of one backend, so that they are not asked for again each minute. A model that was pulled again has
/// another digest and is another model here.
/// </summary>
internal sealed class ProbeMemory
{
    private string? _version;
    private bool _keepsConnections;

    /// <summary>True when it once proved to be what the configuration says it is.</summary>
    public bool IsProved { get; set; }

    /// <summary>The answers of <c>/api/show</c>.</summary>
    public ConcurrentDictionary<OllamaModelKey, OllamaShown> Shown { get; } = new();

    /// <summary>The context this run of an Ollama gives to models without a setting of their own.</summary>
    public OllamaSetting Setting { get; } = new();

    /// <summary>The models an Ollama had loaded when last asked.</summary>
    public OllamaLoaded? Loaded { get; set; }

    /// <summary>The context each model had when last seen loaded in this run of its server.</summary>
    public LastContexts Last { get; } = new();

    /// <summary>The purpose for which a llama.cpp server was started, by its model's name.</summary>
    public ConcurrentDictionary<string, ModelType> Purposes { get; } = new(StringComparer.Ordinal);

    /// <summary>The latest <c>/props</c> of a llama.cpp server for each model.</summary>
    public ConcurrentDictionary<string, LlamaCppProps> Props { get; } = new(StringComparer.Ordinal);

    /// <summary>The contexts that answers revealed since the backend last reported its own.</summary>
    public LearnedContexts Learned { get; } = new();

    /// <summary>Notes the version of the server's software: another version means another run.</summary>
    public void RunsAs(string? version)
    {
        if (_version != version)
        {
            ForgetRun();
            _version = version;
        }
    }

    /// <summary>
    /// Notes whether a question needed a new connection. That proves nothing about a server, or a proxy before it,
    /// that never keeps one open that long.
    /// </summary>
    public void ConnectedBy(bool isNew)
    {
        if (isNew && _keepsConnections)
        {
            ForgetRun();
        }

        _keepsConnections |= !isNew;
    }

    /// <summary>Forgets the observed settings: the server may have been restarted with others.</summary>
    public void ForgetRun()
    {
        Setting.Forget();
        Last.Forget();
        Learned.Forget();
        Purposes.Clear();
        Props.Clear();
        Loaded = null;
    }

    /// <summary>Forgets models that are gone.</summary>
    public void Keep(IReadOnlySet<OllamaModelKey> present)
    {
        foreach (var gone in Shown.Keys.Where(k => !present.Contains(k)).ToList())
        {
            Shown.TryRemove(gone, out _);
        }
    }
}
