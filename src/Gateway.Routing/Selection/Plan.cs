using System.Collections.Immutable;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

// The candidates of a route that can serve requests with some demands, in the order that does not change from request to
// request. Made once for each combination that is asked for.
internal sealed record Plan(ImmutableArray<Candidate> Ordered);
