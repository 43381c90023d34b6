using System.Collections.Concurrent;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Providers.LlamaCpp;

/// <summary>The memory of the probes of one llama.cpp server, by the names of its models.</summary>
internal sealed class LlamaCppMemory : IRunMemory
{
    /// <summary>The purpose for which the server was started.</summary>
    public ConcurrentDictionary<string, ModelType> Purposes { get; } = new(StringComparer.Ordinal);

    /// <summary>The latest <c>/props</c>.</summary>
    public ConcurrentDictionary<string, LlamaCppProps> Props { get; } = new(StringComparer.Ordinal);

    public void Forget()
    {
        Purposes.Clear();
        Props.Clear();
    }
}
