using Gateway.Resilience.Queue;
using Gateway.Routing.Candidates;

namespace Gateway.Health;

/// <summary>The health of one model on one backend.</summary>
/// <param name="Model">Its name there.</param>
/// <param name="State">Its state.</param>
/// <param name="Condition">Its worst current condition.</param>
/// <param name="Left">How long that still lasts; null when unknown. Zero for a model that is out: the next request tries it.</param>
/// <param name="OutFor">The remaining time out; null when it is not out.</param>
/// <param name="WasAsked">True when this gateway ever sent it a request.</param>
/// <param name="IsWarm">True when it is loaded; null when unknown.</param>
internal sealed record ModelHealth(
    string Model, ModelState State, Condition Condition, TimeSpan? Left, TimeSpan? OutFor, bool WasAsked, bool? IsWarm)
{
    /// <summary>The line before it; null when there is none.</summary>
    public BackendQueue? Line { get; init; }

    /// <summary>The condition as written.</summary>
    public string Word => Condition switch
    {
        Condition.Down => "down",
        Condition.Out => "out",
        Condition.Paused => "paused",
        Condition.Recovering => "recovering",
        Condition.Loading => "loading",
        Condition.Ok => "ok",
    };
}
