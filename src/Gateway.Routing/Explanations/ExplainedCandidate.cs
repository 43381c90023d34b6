using Gateway.Routing.Candidates;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Explanations;

/// <summary>One candidate and why it is tried or not.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Order">Its place in the order of attempts, from 1; 0 when it is not tried.</param>
/// <param name="Verdict">Whether it can serve the request.</param>
/// <param name="Reason">The reason, in words for a person.</param>
public sealed record ExplainedCandidate(Candidate Candidate, int Order, Verdict Verdict, string Reason);
