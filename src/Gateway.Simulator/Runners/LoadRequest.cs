using Gateway.Simulator.Models;

namespace Gateway.Simulator.Runners;

/// <summary>The model and load that a request needs before it can be answered.</summary>
/// <param name="Model">The model.</param>
/// <param name="LoadMs">How long its load takes if it is not loaded.</param>
/// <param name="Fails">True when its load fails, after taking that long.</param>
/// <param name="Context">The required context; null for any.</param>
internal readonly record struct LoadRequest(ModelFacts Model, int LoadMs, bool Fails, int? Context)
{
    /// <summary>True when it only loads the model and wants no answer.</summary>
    public bool NeedsNoPlace { get; init; }
}
