namespace Gateway.Backends.Providers;

/// <summary>A request as it was written for a backend.</summary>
/// <param name="Added">The gateway's own additions; without them the backend might still answer.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Translation">In whose words it is spoken there; null for OpenAI's.</param>
internal readonly record struct MendedRequest(Addition Added, Uri Address, Translation? Translation = null);
