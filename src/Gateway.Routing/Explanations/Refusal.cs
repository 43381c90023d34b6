namespace Gateway.Routing.Explanations;

/// <summary>The refusal of a request that no model can serve.</summary>
/// <param name="Kind">The reason.</param>
/// <param name="Message">The reason in words for a person, with the way out.</param>
public sealed record Refusal(RefusalKind Kind, string Message);
