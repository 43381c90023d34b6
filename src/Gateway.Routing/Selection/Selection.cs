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

    /// <summary>Whether one of the candidates may be too short for the prompt, so that a count of its backend's own would tell.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>The candidate that would be first, did it not have to be loaded; <see langword="null"/> when there is none.</summary>
    public Candidate? PassedOverCold { get; init; }

    /// <summary>
    /// Whether the candidates were chosen as if the request offered no tools. Those of them that have room for the tools are sent them
    /// all the same, see <see cref="Selector.LeavesToolsOut"/>.
    /// </summary>
    public bool IsWithoutTools { get; init; }

    /// <summary>Whether <see cref="PassedOverCold"/> is to be loaded, so that it answers the next request.</summary>
    public bool WarmsUp => PassedOverCold is not null && Route.ColdStartAt(Stage) == ColdStart.WarmAndCloud;

    /// <summary>What becomes of the request where its model must be loaded first.</summary>
    public ColdStart ColdStart => Route.ColdStartAt(Stage);
}
