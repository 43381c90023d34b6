using System.Collections.Immutable;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

/// <summary>How long one prompt is for some models, as their backends counted it.</summary>
/// <param name="Counted">Each model once.</param>
public sealed record PromptCounts(ImmutableArray<(Candidate Model, long Tokens)> Counted)
{
    /// <summary>The exact length for a model; <see langword="null"/> where nobody counted.</summary>
    /// <param name="candidate">The model.</param>
    public long? Of(Candidate candidate)
    {
        foreach (var (model, tokens) in Counted)
        {
            if (model.Is(candidate.Backend, candidate.Model))
            {
                return tokens;
            }
        }

        return null;
    }
}
