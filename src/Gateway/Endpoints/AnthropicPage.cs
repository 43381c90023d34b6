using Gateway.Routing.Routes;

namespace Gateway.Endpoints;

/// <summary>A page of the model list.</summary>
/// <param name="Routes">Its names, in the list's order.</param>
/// <param name="HasMore">True when there are more in the direction the client reads.</param>
internal readonly record struct AnthropicPage(IReadOnlyList<Route> Routes, bool HasMore);
