using System.Collections.Concurrent;
using Gateway.Backends.Providers;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>
/// What the probes of one backend remember between them, so that they do not ask again each minute. A model pulled anew has
/// another digest and is another model here.
/// </summary>
internal sealed class ProbeMemory
{
    private string? _version;
    private bool _keepsConnections;

    /// <summary>Whether it was once proved to be what the configuration says it is.</summary>
    public bool IsProved { get; set; }

    /// <summary>What <c>/api/show</c> said.</summary>
    public ConcurrentDictionary<OllamaModelKey, OllamaShown> Shown { get; } = new();

    /// <summary>What this run of an Ollama gives models without a setting of their own.</summary>
    public OllamaSetting Setting { get; } = new();

    /// <summary>What an Ollama had loaded when it was asked last.</summary>
    public OllamaLoaded? Loaded { get; set; }

    /// <summary>The context that a model had when it was seen loaded last in this run of its server.</summary>
    public LastContexts Last { get; } = new();

    /// <summary>What a llama.cpp server turned out to be started for, by its model's name.</summary>
    public ConcurrentDictionary<string, ModelType> Purposes { get; } = new(StringComparer.Ordinal);

    /// <summary>What <c>/props</c> of a llama.cpp server said last of each model.</summary>
    public ConcurrentDictionary<string, LlamaCppProps> Props { get; } = new(StringComparer.Ordinal);

    /// <summary>What answers told of contexts since the backend last told them itself.</summary>
    public LearnedContexts Learned { get; } = new();

    /// <summary>Takes note of the version of the server's software: another one is another run.</summary>
    public void RunsAs(string? version)
    {
        if (_version != version)
        {
            ForgetRun();
            _version = version;
        }
    }

    /// <summary>
    /// Takes note of whether a question needed a new connection. Of a server, or a proxy before it, that never leaves one open for so long
    /// that says nothing.
    /// </summary>
    public void ConnectedBy(bool isNew)
    {
        if (isNew && _keepsConnections)
        {
            ForgetRun();
        }

        _keepsConnections |= !isNew;
    }

    /// <summary>The server may have been started anew, with other settings: what was seen of them says nothing any more.</summary>
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
