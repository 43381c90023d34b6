using System.Text.Json.Serialization;

namespace Gateway.Routing.Names;

/// <summary>The order of the candidates that can serve a request. Every policy tries a backend where nothing answers last.</summary>
public enum Policy
{
    /// <summary>
    /// The team's own machines first, warm models before cold ones, then as listed. If nobody listed them: tags from a better source first,
    /// then no specialist for what was not asked, then the cheaper, then the larger. The default.
    /// </summary>
    [JsonStringEnumMemberName("local-first")]
    LocalFirst,

    /// <summary>As the operator listed them. The default of a route that lists its candidates.</summary>
    Listed,

    /// <summary>The lowest price for this very request first; a local model is free, an unknown price the highest.</summary>
    Cheapest,

    /// <summary>The shortest measured time for an answer of typical length first; models never measured last.</summary>
    Fastest,

    /// <summary>A random draw by weight.</summary>
    Weighted,

    /// <summary>The backend with the most free places first.</summary>
    [JsonStringEnumMemberName("least-busy")]
    LeastBusy,
}
