using Gateway.Simulator.Models;

namespace Gateway.Simulator.Runners;

/// <summary>What a loaded model runs in. Guarded by the lock of its <see cref="RunnerSet"/>.</summary>
/// <param name="model">The model for which it was loaded, as it was then. Others may share what was loaded.</param>
/// <param name="context">The context it was loaded with; null where that is of no interest.</param>
internal sealed class Runner(ModelFacts model, int? context)
{
    /// <summary>What was loaded.</summary>
    public string Key => model.Blob;

    public ModelFacts Model => model;

    public int? Context => context;

    /// <summary>How many requests have it, those that wait for one of its places included.</summary>
    public int Users { get; set; }

    /// <summary>How long it stays without being used; null: until another needs its room.</summary>
    public TimeSpan? Keep { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
