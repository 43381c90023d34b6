using Gateway.Simulator.Models;

namespace Gateway.Simulator.Runners;

/// <summary>A model that is loaded.</summary>
/// <param name="Model">The model as it was when it was loaded.</param>
/// <param name="ExpiresAt">When it is unloaded if it is not used again.</param>
/// <param name="Context">Its context, if the provider has one.</param>
internal readonly record struct LoadedModel(ModelFacts Model, DateTimeOffset ExpiresAt, int? Context)
{
    public string Name => Model.Name;
}
