using System.Collections.Immutable;

namespace Gateway.Routing.Routes;

/// <summary>The rule from a requested name to candidate models, in the order they are tried.</summary>
/// <param name="Name">The name a client writes in <c>model</c>: a tag, a model, or <c>backend/model</c>. Matched without regard to case.</param>
/// <param name="Kind">What the name stands for.</param>
/// <param name="Candidates">The candidates, first choice first. Empty when none of them is on a usable backend.</param>
public sealed record Route(string Name, RouteKind Kind, ImmutableArray<Candidate> Candidates);
