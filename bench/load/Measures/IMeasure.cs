using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>A measure. It holds no state: one instance measures every target in every round.</summary>
internal interface IMeasure
{
    string Name { get; }

    IReadOnlyList<Row> Rows { get; }

    /// <returns>A figure for each of <see cref="Rows"/>, in the same order.</returns>
    Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation);
}
