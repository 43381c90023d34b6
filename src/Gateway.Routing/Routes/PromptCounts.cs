using System.Collections.Immutable;
using Gateway.Routing.Candidates;

namespace Gateway.Routing.Routes;

/// <summary>The length of one prompt for some models, as their backends counted it.</summary>
/// <param name="Counted">The counts, each model once.</param>
public sealed record PromptCounts(ImmutableArray<(Candidate Model, long Tokens)> Counted)
{
    /// <summary>Gets the exact length for a model; <see langword="null"/> when its backend did not count.</summary>
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
