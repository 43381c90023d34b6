using System.Collections.Immutable;

namespace Gateway.Routing.Selection;

/// <summary>Why a request goes where it goes.</summary>
/// <param name="Selection">What was chosen.</param>
/// <param name="Summary">The choice in a sentence or two for a person.</param>
/// <param name="Candidates">Those that are tried, in order, and then those passed over, each with its reason.</param>
/// <param name="Omitted">How many more were passed over than are shown.</param>
/// <param name="Refusal">Why none is tried; <see langword="null"/> when one is.</param>
public sealed record Explanation(
    Selection Selection, string Summary, ImmutableArray<ExplainedCandidate> Candidates, int Omitted, Refusal? Refusal);
