using Gateway.Simulator.Models;

namespace Gateway.Simulator.Runners;

/// <summary>A running instance of a loaded model. Guarded by the lock of its <see cref="RunnerSet"/>.</summary>
/// <param name="model">The model it was loaded for, as it was then. Others may share the loaded weights.</param>
/// <param name="context">The context it was loaded with; null when the provider has none.</param>
internal sealed class Runner(ModelFacts model, int? context)
{
    /// <summary>The loaded weights.</summary>
    public string Key => model.Blob;

    public ModelFacts Model => model;

    public int? Context => context;

    /// <summary>The number of requests that use it, including those that wait for a place.</summary>
    public int Users { get; set; }

    /// <summary>How long it stays without being used; null: until another needs its room.</summary>
    public TimeSpan? Keep { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
