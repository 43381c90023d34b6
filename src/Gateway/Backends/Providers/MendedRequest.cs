namespace Gateway.Backends.Providers;

/// <summary>What became of a request on its way to a backend.</summary>
/// <param name="Added">What the gateway said of its own accord; without it the backend might still answer.</param>
/// <param name="Address">Where it goes.</param>
internal readonly record struct MendedRequest(Addition Added, Uri Address);
