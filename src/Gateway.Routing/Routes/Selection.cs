using Gateway.Routing.Candidates;

namespace Gateway.Routing.Routes;

/// <summary>The choice for a request; its candidates are in the <see cref="Shortlist"/>.</summary>
/// <param name="Route">The route that was followed. It differs from the requested one only for <c>auto</c>.</param>
/// <param name="Stage">How far the request had to reach. Meaningless when nothing was found.</param>
/// <param name="IsFound">Whether there is any candidate.</param>
public readonly record struct Selection(Route Route, Stage Stage, bool IsFound)
{
    /// <summary>True when the first candidate is first because it answered the session's last request.</summary>
    public bool StaysInSession { get; init; }

    /// <summary>True when the prompt may be too long for one of the candidates, so that its backend should count the tokens.</summary>
    public bool IsInDoubt { get; init; }

    /// <summary>The candidate that would be first if it needed no loading; <see langword="null"/> when there is none.</summary>
    public Candidate? PassedOverCold { get; init; }

    /// <summary>
    /// True when the candidates were chosen as if the request offered no tools. Candidates with room for the tools are still sent them, see
    /// <see cref="Selector.LeavesToolsOut"/>.
    /// </summary>
    public bool IsWithoutTools { get; init; }

    /// <summary>True when <see cref="PassedOverCold"/> is to be loaded, so that it answers the next request.</summary>
    public bool WarmsUp => PassedOverCold is not null && Route.ColdStartAt(Stage) == ColdStart.WarmAndCloud;

    /// <summary>The handling of the request if its model must be loaded first.</summary>
    public ColdStart ColdStart => Route.ColdStartAt(Stage);
}
