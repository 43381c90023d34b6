using System.Text.Json.Serialization;

namespace Gateway.Simulator.Scripts;

/// <summary>
/// How a backend answers questions about itself, on every path but those of chat requests. All members are optional. In JSON, names are in
/// camelCase and unknown ones are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ListingScript
{
    /// <summary>The only path it applies to, such as <c>/api/show</c>; null for all paths.</summary>
    public string? Path { get; init; }

    /// <summary>The wait before the answer.</summary>
    public int DelayMs { get; init; }

    /// <summary>Waits for <see cref="SimulatedBackend.ReleaseListings"/> or the next <see cref="SimulatedBackend.Listing"/>.</summary>
    public bool Hold { get; init; }

    /// <summary>A status that replaces the true one. Without <see cref="Body"/>, the body is an error of the provider's shape.</summary>
    public int? Status { get; init; }

    /// <summary>The exact body that replaces the true one. It is always sent as JSON, whatever it contains.</summary>
    public string? Body { get; init; }

    /// <summary>The number of requests it applies to; null for all.</summary>
    public int? Times { get; init; }
}
