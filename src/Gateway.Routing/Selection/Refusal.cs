namespace Gateway.Routing.Selection;

/// <summary>That no model can serve a request.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">The same in words for a person, with the way out.</param>
public sealed record Refusal(RefusalKind Kind, string Message);
