using Gateway.Routing.Routes;

namespace Gateway.Endpoints;

/// <summary>A page of the model list.</summary>
/// <param name="Routes">Its names, in the list's order.</param>
/// <param name="HasMore">Whether there are others in the direction in which the client reads.</param>
internal readonly record struct AnthropicPage(IReadOnlyList<Route> Routes, bool HasMore);
