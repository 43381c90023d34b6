using System.Collections.Immutable;
using Gateway.Routing.Selection;

namespace Gateway.Routing.Routes;

/// <summary>A route as the operator defines it, before it is joined with the catalog.</summary>
/// <param name="Name">The name. Where it is that of a tag, listing a model there is the operator's word that the model has the tag.</param>
/// <param name="Aliases">Other names for it.</param>
/// <param name="Candidates">The candidates in order.</param>
/// <param name="LocalOnly">Whether what is sent by this name may not leave the team's own machines.</param>
/// <param name="Policy">The order in which they are tried.</param>
/// <param name="Hedge">Whether a second candidate is tried beside one that is slow.</param>
public sealed record RouteDefinition(
    string Name,
    ImmutableArray<string> Aliases,
    ImmutableArray<CandidateDefinition> Candidates,
    bool LocalOnly = false,
    Policy Policy = Policy.Listed,
    bool Hedge = false)
{
    /// <summary>What becomes of requests for models that must be loaded first; <see langword="null"/>: as for all names.</summary>
    public ColdStart? ColdStart { get; init; }

    /// <summary>Whether an answer that breaks is continued by another candidate.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether what is asked and answered by this name is kept.</summary>
    public bool Capture { get; init; }

    /// <summary>Whether requests by this name can be answered without the tools that they offer; <see langword="null"/>: it depends on who asks.</summary>
    public bool? OptionalTools { get; init; }

    /// <summary>The name that answers what nobody waits for; <see langword="null"/>: this one, or what holds for all names.</summary>
    public string? Background { get; init; }
}
