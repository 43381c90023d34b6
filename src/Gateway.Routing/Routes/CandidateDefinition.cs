namespace Gateway.Routing.Routes;

/// <summary>A model on a backend, as the operator lists it.</summary>
/// <param name="Backend">The backend's name as configured.</param>
/// <param name="Model">The model's name as that backend knows it.</param>
/// <param name="Weight">Its share in a weighted draw.</param>
public sealed record CandidateDefinition(string Backend, string Model, int Weight = 1);
