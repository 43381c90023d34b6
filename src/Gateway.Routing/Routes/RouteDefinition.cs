using System.Collections.Immutable;

namespace Gateway.Routing.Routes;

/// <summary>A route as the operator defines it, before it is joined with what the backends hold.</summary>
/// <param name="Name">The tag's name.</param>
/// <param name="Aliases">Other names for it.</param>
/// <param name="Candidates">The candidates in order.</param>
/// <param name="LocalOnly">Whether what is sent by this name may not leave the team's own machines.</param>
public sealed record RouteDefinition(string Name, ImmutableArray<string> Aliases, ImmutableArray<Candidate> Candidates, bool LocalOnly = false);
