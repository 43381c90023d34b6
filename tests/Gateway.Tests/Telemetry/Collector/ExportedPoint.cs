namespace Gateway.Tests.Telemetry.Collector;

/// <summary>One series of one metric as it was last exported.</summary>
/// <param name="Kind"><c>gauge</c>, <c>sum</c> or <c>histogram</c>.</param>
/// <param name="Value">The value, or a histogram's sum.</param>
/// <param name="Count">How many values a histogram holds; 0 for others.</param>
internal sealed record ExportedPoint(
    string Metric, string Unit, string Kind, SortedDictionary<string, string> Attributes, double Value, ulong Count,
    IReadOnlyList<double> Bounds, IReadOnlyList<string> ExemplarTraces)
{
    /// <summary>What makes it a series of its own.</summary>
    public string Series => $"{Metric}{{{Words}}}";

    public string Words => string.Join(' ', Attributes.Select(static a => $"{a.Key}={a.Value}"));

    public static IEnumerable<ExportedPoint> Read(ProtoMessage metric)
    {
        var (name, unit) = (metric.Text(1), metric.Text(3));
        foreach (var (field, kind) in new[] { (5, "gauge"), (7, "sum") })
        {
            foreach (var point in metric.All(field).SelectMany(static d => d.All(1)))
            {
                yield return new(name, unit, kind, point.Attributes(7), point.Has(4) ? point.Double(4) : (long)point.Number(6), 0, [], []);
            }
        }

        foreach (var point in metric.All(9).SelectMany(static d => d.All(1)))
        {
            yield return new(
                name, unit, "histogram", point.Attributes(9), point.Double(5), point.Number(4),
                [.. point.Packed(7).Select(BitConverter.UInt64BitsToDouble)],
                [.. point.All(8).Select(static e => e.Hex(5)).Where(static t => t.Length > 0)]);
        }
    }
}
