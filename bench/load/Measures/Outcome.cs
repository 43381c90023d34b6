namespace Gateway.Load.Measures;

/// <summary>What one measure of one target gave: figures in the order of the measure's rows, and what went wrong.</summary>
internal sealed record Outcome(IReadOnlyList<double> Figures, Faults Faults);
