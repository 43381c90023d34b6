using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

/// <summary>What was chosen for a request; the candidates stand in the <see cref="Shortlist"/>.</summary>
/// <param name="Route">The route that was followed; another than the one asked for where that was <c>auto</c>.</param>
/// <param name="Stage">How far the request had to reach. Of no meaning when nothing was found.</param>
/// <param name="IsFound">Whether there is any candidate.</param>
public readonly record struct Selection(Route Route, Stage Stage, bool IsFound)
{
    /// <summary>Whether the first candidate stands there because it answered the session's last request.</summary>
    public bool StaysInSession { get; init; }
}
