using System.Collections.Immutable;
using Gateway.Routing.Candidates;

namespace Gateway.Routing.Routes;

// The candidates of a route that can serve requests with given demands, in the part of their order that does not change between requests.
// Made once for each combination asked for.
internal sealed record Plan(ImmutableArray<Candidate> Ordered);
