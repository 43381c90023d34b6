using System.Buffers;
using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Gateway.Telemetry.Prometheus;

/// <summary>Writes metrics in Prometheus' text format, or in OpenMetrics, which also has exemplars.</summary>
internal sealed class PrometheusText(IBufferWriter<byte> output, bool isOpenMetrics)
{
    public const string Plain = "text/plain; version=0.0.4; charset=utf-8";
    public const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private readonly StringBuilder _labels = new();

    /// <summary>Writes once what all samples share: the resource they belong to.</summary>
    public void WriteTarget(IEnumerable<KeyValuePair<string, object>> resource)
    {
        _labels.Clear();
        foreach (var (name, value) in resource)
        {
            AddLabel(name, value);
        }

        Write(
            isOpenMetrics
                ? "# TYPE target info\n# HELP target Whose metrics these are.\n"
                : "# TYPE target_info gauge\n# HELP target_info Whose metrics these are.\n");
        Write($"target_info{{{_labels}}} 1\n");
    }

    public void WriteMetric(Metric metric)
    {
        var family = PrometheusNames.FamilyOf(metric);
        var isCounter = PrometheusNames.IsCounter(metric);
        // OpenMetrics names a counter without the suffix that its samples have.
        var named = isCounter && !isOpenMetrics ? family + "_total" : family;
        Write($"# TYPE {named} {PrometheusNames.TypeOf(metric)}\n# HELP {named} {Escaped(metric.Description)}\n");
        if (isOpenMetrics && PrometheusNames.UnitOf(metric) is { Length: > 0 } unit)
        {
            Write($"# UNIT {named} {unit}\n");
        }

        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            SetLabels(point);
            if (metric.MetricType.IsHistogram())
            {
                WriteHistogram(family, point);
            }
            else
            {
                Write($"{family}{(isCounter ? "_total" : "")}{Braced(_labels.ToString())} {ValueOf(metric, point)}\n");
            }
        }
    }

    public void WriteEnd()
    {
        if (isOpenMetrics)
        {
            Write("# EOF\n");
        }
    }

    private static string ValueOf(Metric metric, in MetricPoint point) => metric.MetricType switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Number(point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Number(point.GetSumDouble()),
        MetricType.LongGauge => Number(point.GetGaugeLastValueLong()),
        _ => Number(point.GetGaugeLastValueDouble()),
    };

    private void WriteHistogram(string family, in MetricPoint point)
    {
        var labels = _labels.ToString();
        var separator = labels.Length > 0 ? "," : "";
        var (count, lower) = (0L, double.NegativeInfinity);
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = bucket.ExplicitBound;
            Write(
                $"{family}_bucket{{{labels}{separator}le=\"{Number(bound)}\"}} "
                + $"{Number(count)}{(isOpenMetrics ? Exemplar(point, lower, bound) : "")}\n");
            lower = bound;
        }

        Write($"{family}_sum{Braced(labels)} {Number(point.GetHistogramSum())}\n{family}_count{Braced(labels)} {Number(count)}\n");
    }

    // The trace of one of the values in a bucket, if it was traced.
    private static string Exemplar(in MetricPoint point, double lower, double upper)
    {
        if (!point.TryGetExemplars(out var exemplars))
        {
            return "";
        }

        foreach (ref readonly var exemplar in exemplars)
        {
            var value = exemplar.DoubleValue;
            if (value > lower && value <= upper && exemplar.TraceId != default)
            {
                return $" # {{trace_id=\"{exemplar.TraceId}\",span_id=\"{exemplar.SpanId}\"}} {Number(value)} "
                    + $"{Number(exemplar.Timestamp.ToUnixTimeMilliseconds() / 1000.0)}";
            }
        }

        return "";
    }

    private void SetLabels(in MetricPoint point)
    {
        _labels.Clear();
        foreach (var (name, value) in point.Tags)
        {
            AddLabel(name, value);
        }
    }

    private void AddLabel(string name, object? value)
    {
        _labels.Append(_labels.Length > 0 ? "," : "").Append(PrometheusNames.Label(name)).Append("=\"");
        _labels.Append(Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").Replace("\"", "\\\"", StringComparison.Ordinal))
            .Append('"');
    }

    private static string Braced(string labels) => labels.Length > 0 ? $"{{{labels}}}" : "";

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) =>
        double.IsPositiveInfinity(value)
            ? "+Inf"
            : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString(CultureInfo.InvariantCulture);

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
