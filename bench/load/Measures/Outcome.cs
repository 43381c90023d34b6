namespace Gateway.Load.Measures;

/// <summary>The result of one measure of one target: its figures in the order of the measure's rows, and its faults.</summary>
internal sealed record Outcome(IReadOnlyList<double> Figures, Faults Faults);
