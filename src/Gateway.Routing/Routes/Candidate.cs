namespace Gateway.Routing.Routes;

/// <summary>A model on a backend that can serve a request.</summary>
/// <param name="Backend">The backend's name as configured.</param>
/// <param name="Model">The model's name as that backend knows it; it replaces the client's in the body sent on.</param>
public sealed record Candidate(string Backend, string Model);
