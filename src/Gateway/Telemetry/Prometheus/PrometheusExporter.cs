using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Gateway.Telemetry.Prometheus;

/// <summary>Keeps nothing: hands the collected metrics to the current scrape.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The output; null when no scrape is under way.</summary>
    public PrometheusText? Scrape { get; set; }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        if (Scrape is not { } text)
        {
            // The provider collects once more when it stops.
            return ExportResult.Success;
        }

        text.WriteTarget(ParentProvider.GetResource().Attributes);
        foreach (var metric in batch)
        {
            text.WriteMetric(metric);
        }

        return ExportResult.Success;
    }
}
