using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>Which models <c>/api/ps</c> says are loaded, and with which context.</summary>
internal sealed class OllamaLoaded
{
    private readonly FrozenDictionary<string, int?> _contexts;

    private OllamaLoaded(FrozenDictionary<string, int?> contexts) => _contexts = contexts;

    /// <returns>Null when the answer is no such list: then it is not known what is loaded.</returns>
    public static OllamaLoaded? Read(ProbeAnswer answer) => answer.Json?.List("models") is not { } items
        ? null
        : new OllamaLoaded(items
            .Where(i => OllamaTags.NameOf(i) is not null)
            .GroupBy(i => OllamaTags.NameOf(i)!, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.Select(ContextOf).FirstOrDefault(c => c is not null), StringComparer.OrdinalIgnoreCase));

    /// <param name="facts">What is known of the model so far.</param>
    /// <param name="lastServed">The context it had when it was loaded last: it most likely gets the same again.</param>
    public ModelFacts AddTo(ModelFacts facts, int? lastServed)
    {
        // What runs elsewhere needs no loading here.
        if (facts.IsRemote)
        {
            return facts;
        }

        var isWarm = _contexts.TryGetValue(facts.Model, out var context);
        return facts with { IsWarm = isWarm, ServedContext = context ?? lastServed ?? facts.ServedContext };
    }

    public int? ContextOf(string model) => _contexts.GetValueOrDefault(model);

    private static int? ContextOf(JsonElement item) => item.Count("context_length");
}
