using System.Collections.Immutable;

namespace Gateway.Routing.Routes;

/// <summary>What one backend holds.</summary>
/// <param name="Backend">The backend's name.</param>
/// <param name="Models">The models it lists; <see langword="null"/> while it has not been asked or has not answered yet.</param>
/// <param name="IsLocal">Whether it is one of the team's own machines. Assume not, where it is not known.</param>
public sealed record BackendModels(string Backend, ImmutableArray<string>? Models, bool IsLocal = false)
{
    /// <summary>Whether the backend is known not to hold the model. Unknown counts as held: an attempt will tell.</summary>
    /// <param name="model">The model's name on that backend.</param>
    public bool Lacks(string model) => Models is { } models && !models.Contains(model, StringComparer.OrdinalIgnoreCase);
}
