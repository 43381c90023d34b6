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
    /// The handling of requests for models that must be loaded first; <see langword="null"/> for the setting of all names.
    /// </summary>
    public ColdStart? ColdStart { get; init; }

    /// <summary>True when another candidate continues an answer that breaks off.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// How long pieces of a stream are gathered before they are sent together; <see langword="null"/> for the setting of all names.
    /// </summary>
    public TimeSpan? Gather { get; init; }

    /// <summary>True when requests by this name and their answers are kept.</summary>
    public bool Capture { get; init; }

    /// <summary>
    /// True when requests by this name can be answered without the tools they offer; <see langword="null"/> when it depends on the caller.
    /// </summary>
    public bool? OptionalTools { get; init; }

    /// <summary>
    /// The name that answers background requests, for which nobody waits; <see langword="null"/> for the setting of all names. Without that
    /// setting, this name answers them itself.
    /// </summary>
    public string? Background { get; init; }
}
