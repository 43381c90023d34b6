using System.Collections.Immutable;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

/// <summary>A route as the operator defines it, before it is joined with the catalog.</summary>
/// <param name="Name">The name. If it is a tag's name, listing a model here is the operator's word that the model has the tag.</param>
/// <param name="Aliases">Other names for it.</param>
/// <param name="Candidates">The candidates in order.</param>
/// <param name="LocalOnly">Whether requests by this name must stay on the team's own machines.</param>
/// <param name="Policy">The order in which they are tried.</param>
/// <param name="Hedge">Whether a second candidate is tried beside a slow one.</param>
public sealed record RouteDefinition(
    string Name,
    ImmutableArray<string> Aliases,
    ImmutableArray<CandidateDefinition> Candidates,
    bool LocalOnly = false,
    Policy Policy = Policy.Listed,
    bool Hedge = false)
{
    /// <summary>
    /// What happens to requests for models that must be loaded first; <see langword="null"/> for the setting of all names.
    /// </summary>
    public ColdStart? ColdStart { get; init; }

    /// <summary>Whether another candidate continues an answer that breaks off.</summary>
    public bool Resume { get; init; }

    /// <summary>Whether requests by this name and their answers are kept.</summary>
    public bool Capture { get; init; }

    /// <summary>
    /// Whether requests by this name can be answered without the tools they offer; <see langword="null"/> when it depends on the caller.
    /// </summary>
    public bool? OptionalTools { get; init; }

    /// <summary>
    /// The name that answers background requests, which nobody waits for; <see langword="null"/> for the setting of all names, and without
    /// one this name.
    /// </summary>
    public string? Background { get; init; }
}
