namespace Gateway.Backends.Mends;

/// <summary>A request as written for a backend.</summary>
/// <param name="Added">The gateway's own additions; without them the backend might still answer.</param>
/// <param name="Address">The address it goes to.</param>
/// <param name="Translation">The translation to the backend's own API; null for OpenAI's.</param>
internal readonly record struct MendedRequest(Addition Added, Uri Address, Translation? Translation = null);
