using OpenTelemetry.Metrics;

namespace Gateway.Telemetry.Prometheus;

/// <summary>
/// Converts an instrument's name and unit to Prometheus names by OpenTelemetry's rules, so that they match what a collector makes of them.
/// </summary>
internal static class PrometheusNames
{
    /// <summary>The name of the family, without the suffix of a sample.</summary>
    public static string FamilyOf(Metric metric)
    {
        var name = Label(metric.Name);
        var unit = UnitOf(metric);
        return unit.Length == 0 || name.EndsWith("_" + unit, StringComparison.Ordinal) ? name : $"{name}_{unit}";
    }

    /// <summary>The unit in words; empty when there is none, or when it only names the counted things, such as <c>{token}</c>.</summary>
    public static string UnitOf(Metric metric) => metric.Unit switch
    {
        "s" => "seconds",
        "By" => "bytes",
        "1" when metric.MetricType.IsGauge() => "ratio",
        _ => "",
    };

    public static string TypeOf(Metric metric) =>
        metric.MetricType.IsHistogram() ? "histogram" : IsCounter(metric) ? "counter" : "gauge";

    public static bool IsCounter(Metric metric) => metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;

    /// <summary>A label's name: everything but letters, digits and the underscore becomes an underscore.</summary>
    public static string Label(string name) =>
        string.Create(name.Length, name, static (text, name) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                text[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_';
            }
        });
}
