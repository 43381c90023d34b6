using System.Collections.Immutable;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

// The candidates of a route that can serve requests with given demands, in the part of their order that does not change between requests.
// Made once for each combination asked for.
internal sealed record Plan(ImmutableArray<Candidate> Ordered);
