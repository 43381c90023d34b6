using System.Collections.Immutable;

namespace Gateway.Routing.Routes;

/// <summary>A route as the operator defines it, before it is joined with what the backends hold.</summary>
/// <param name="Name">The tag's name.</param>
/// <param name="Aliases">Other names for it.</param>
/// <param name="Candidates">The candidates in order.</param>
public sealed record RouteDefinition(string Name, ImmutableArray<string> Aliases, ImmutableArray<Candidate> Candidates);
