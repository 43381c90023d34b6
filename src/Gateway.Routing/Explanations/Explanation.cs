using System.Collections.Immutable;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Explanations;

/// <summary>Explains why a request goes where it goes.</summary>
/// <param name="Selection">The choice.</param>
/// <param name="Summary">The choice in a sentence or two for a person.</param>
/// <param name="Candidates">The candidates that are tried, in order, then those passed over, each with its reason.</param>
/// <param name="Omitted">How many passed-over candidates are not shown.</param>
/// <param name="Refusal">The reason none is tried; <see langword="null"/> when one is.</param>
public sealed record Explanation(
    Selection Selection, string Summary, ImmutableArray<ExplainedCandidate> Candidates, int Omitted, Refusal? Refusal);
