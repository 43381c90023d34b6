namespace Gateway.Load.Report;

/// <summary>The figures of every round, by row and target.</summary>
internal sealed class Figures
{
    private readonly Dictionary<(Row Row, string Target), List<double>> _rounds = [];

    public void Add(Row row, string target, double figure)
    {
        if (!_rounds.TryGetValue((row, target), out var figures))
            _rounds[(row, target)] = figures = [];
        figures.Add(figure);
    }

    public IReadOnlyList<double> Of(Row row, string target) => _rounds.GetValueOrDefault((row, target)) ?? [];

    /// <summary>Null when the target was not measured, or never with success.</summary>
    public double? Median(Row row, string target)
    {
        var median = Statistics.Median(Of(row, target).Where(double.IsFinite));
        return double.IsFinite(median) ? median : null;
    }

    public double? Ratio(Row row) => !row.Compares ? null : Median(row, "gateway") / Median(row, "yarp");
}
