using Gateway.Routing.Models;

namespace Gateway.Routing.Catalog;

/// <summary>What the operator says of a model.</summary>
/// <param name="Backend">The backend it holds for; <see langword="null"/> for all.</param>
/// <param name="Model">The model's name there, without regard to case.</param>
/// <param name="Facts">What is said of it.</param>
public sealed record ModelOverride(string? Backend, string Model, OperatorFacts Facts)
{
    internal bool IsFor(string backend, string model) =>
        Model.Equals(model, StringComparison.OrdinalIgnoreCase) && (Backend is null || Backend.Equals(backend, StringComparison.OrdinalIgnoreCase));
}
