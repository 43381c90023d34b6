using System.Text.Json.Serialization;

namespace Gateway.Routing.Selection;

/// <summary>How the candidates that can serve a request are ordered. Under each, a backend where nothing answers is tried last.</summary>
public enum Policy
{
    /// <summary>
    /// The team's own machines first, warm models before cold ones, then as listed. Where nobody listed them: those proved by a
    /// better source first, no specialist for what was not asked, then the cheaper, the larger. The default.
    /// </summary>
    [JsonStringEnumMemberName("local-first")]
    LocalFirst,

    /// <summary>As the operator listed them. The default of a route that lists its candidates.</summary>
    Listed,

    /// <summary>The lowest price of this very request first; a local model is free, an unknown price the highest.</summary>
    Cheapest,

    /// <summary>The shortest time measured for an answer of typical length first; those never measured last.</summary>
    Fastest,

    /// <summary>By lot, each with its weight.</summary>
    Weighted,

    /// <summary>The backend with the most free places first.</summary>
    [JsonStringEnumMemberName("least-busy")]
    LeastBusy,
}
