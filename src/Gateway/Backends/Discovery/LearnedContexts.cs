using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Backends.Discovery;

/// <summary>
/// The contexts that answers gave away: a prompt was cut to so many tokens. It lowers what discovery says of a model until discovery
/// sees it loaded, or the model or its server is another.
/// </summary>
internal sealed class LearnedContexts
{
    private readonly ConcurrentDictionary<string, (int Tokens, ModelFacts Said)> _learned = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="said">What discovery says of the model.</param>
    /// <param name="tokens">What its context turned out to be.</param>
    /// <returns>What is known of the model from now on; the same where that is nothing new.</returns>
    public ModelFacts Learn(ModelFacts said, int tokens)
    {
        if (tokens <= 0 || said.ServedContext <= tokens)
        {
            return said;
        }

        _learned[said.Model] = (tokens, said);
        return Lowered(said, tokens);
    }

    /// <summary>Lowers what a new probe says, and forgets what it disproves.</summary>
    public ImmutableArray<ModelFacts> Apply(ImmutableArray<ModelFacts> found) => _learned.IsEmpty ? found : [.. found.Select(Apply)];

    /// <summary>The server may be another by now.</summary>
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
