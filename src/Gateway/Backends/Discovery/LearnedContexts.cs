using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>
/// The contexts revealed by answers: a prompt was cut to that many tokens. They lower what discovery reports about a model until discovery
/// sees it loaded, or the model or its server changes.
/// </summary>
internal sealed class LearnedContexts
{
    private readonly ConcurrentDictionary<string, (int Tokens, ModelFacts Said)> _learned = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="said">What discovery reports about the model.</param>
    /// <param name="tokens">The context it turned out to have.</param>
    /// <returns>What is known about the model from now on; unchanged when that is nothing new.</returns>
    public ModelFacts Learn(ModelFacts said, int tokens)
    {
        if (tokens <= 0 || said.ServedContext <= tokens)
        {
            return said;
        }

        _learned[said.Model] = (tokens, said);
        return Lowered(said, tokens);
    }

    /// <summary>Lowers the contexts of a new probe, and forgets those it disproves.</summary>
    public ImmutableArray<ModelFacts> Apply(ImmutableArray<ModelFacts> found) => _learned.IsEmpty ? found : [.. found.Select(Apply)];

    /// <summary>Forgets everything: the server may have changed.</summary>
    public void Forget() => _learned.Clear();

    private ModelFacts Apply(ModelFacts found)
    {
        if (!_learned.TryGetValue(found.Model, out var learned))
        {
            return found;
        }

        if (found.ServedSource == ContextSource.Loaded || !learned.Said.IsOfTheSameModel(found))
        {
            _learned.TryRemove(found.Model, out _);
            return found;
        }

        return found.ServedContext <= learned.Tokens ? found : Lowered(found, learned.Tokens);
    }

    private static ModelFacts Lowered(ModelFacts facts, int tokens) =>
        facts with { ServedContext = tokens, ServedSource = ContextSource.CutAnswer };
}
