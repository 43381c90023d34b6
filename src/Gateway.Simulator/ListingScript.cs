using System.Text.Json.Serialization;

namespace Gateway.Simulator;

/// <summary>
/// How a backend answers what is asked about it: every path but that of chat requests. All members are optional. As JSON,
/// the names are in camelCase, and unknown ones are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ListingScript
{
    /// <summary>The only path it applies to, such as <c>/api/show</c>; null is all of them.</summary>
    public string? Path { get; init; }

    /// <summary>The wait before the answer.</summary>
    public int DelayMs { get; init; }

    /// <summary>Waits for <see cref="SimulatedBackend.ReleaseListings"/> or the next <see cref="SimulatedBackend.Listing"/>.</summary>
    public bool Hold { get; init; }

    /// <summary>A status instead of the true one; without <see cref="Body"/> it comes with an error of the provider's shape.</summary>
    public int? Status { get; init; }

    /// <summary>The exact body, instead of the true one, said to be JSON whatever it is.</summary>
    public string? Body { get; init; }

    /// <summary>How many requests it applies to; null is all of them.</summary>
    public int? Times { get; init; }
}
