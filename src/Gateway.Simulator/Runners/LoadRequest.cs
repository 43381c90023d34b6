using Gateway.Simulator.Models;

namespace Gateway.Simulator.Runners;

/// <summary>What a request needs before it can be answered.</summary>
/// <param name="Model">The model.</param>
/// <param name="LoadMs">How long its load takes if it is not loaded.</param>
/// <param name="Fails">Its load fails, when it has taken that long.</param>
/// <param name="Context">The context it is wanted with; null where that is of no interest.</param>
internal readonly record struct LoadRequest(ModelFacts Model, int LoadMs, bool Fails, int? Context)
{
    /// <summary>It wants the model loaded, and no answer of it.</summary>
    public bool NeedsNoPlace { get; init; }
}
