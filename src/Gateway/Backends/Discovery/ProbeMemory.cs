using System.Collections.Concurrent;

namespace Gateway.Backends.Discovery;

/// <summary>
/// Remembers facts between the probes of one backend, so that they are not asked for again each minute. A model that was pulled again has
/// another digest and is another model here.
/// </summary>
internal sealed class ProbeMemory
{
    private readonly ConcurrentDictionary<Type, IRunMemory> _own = new();
    private string? _version;
    private bool _keepsConnections;

    /// <summary>True when it once proved to be what the configuration says it is.</summary>
    public bool IsProved { get; set; }

    /// <summary>The context each model had when last seen loaded in this run of its server.</summary>
    public LastContexts Last { get; } = new();

    /// <summary>The contexts that answers revealed since the backend last reported its own.</summary>
    public LearnedContexts Learned { get; } = new();

    /// <summary>The memory that only one provider's probes can read; created when it is first needed.</summary>
    public T Own<T>()
        where T : class, IRunMemory, new() => (T)_own.GetOrAdd(typeof(T), static _ => new T());

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
        Last.Forget();
        Learned.Forget();
        foreach (var own in _own.Values)
        {
            own.Forget();
        }
    }
}
