using System.Buffers;
using OpenTelemetry.Metrics;

namespace Gateway.Telemetry.Prometheus;

/// <summary>Serves <c>GET /metrics</c>: the SDK's metrics in the format the scraper takes.</summary>
internal sealed class PrometheusScrape : IDisposable
{
    private readonly PrometheusExporter _exporter = new();
    private readonly Lock _lock = new();

    public PrometheusScrape() => Reader = new BaseExportingMetricReader(_exporter);

    /// <summary>The reader to add to the meter provider.</summary>
    public MetricReader Reader { get; }

    // The provider disposes of it too, in either order.
    public void Dispose()
    {
        Reader.Dispose();
        _exporter.Dispose();
    }

    public async Task HandleAsync(HttpContext context)
    {
        var isOpenMetrics = context.Request.Headers.Accept.ToString().Contains("application/openmetrics-text", StringComparison.Ordinal);
        var body = new ArrayBufferWriter<byte>(16 * 1024);
        Collect(new PrometheusText(body, isOpenMetrics));
        context.Response.ContentType = isOpenMetrics ? PrometheusText.OpenMetrics : PrometheusText.Plain;
        context.Response.ContentLength = body.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
        }
    }

    // One at a time: a collection belongs to the scrape that asked for it.
    private void Collect(PrometheusText text)
    {
        lock (_lock)
        {
            _exporter.Scrape = text;
            try
            {
                // Through the exporter: the reader itself treats anybody else's request to collect as a push.
                _exporter.Collect!(Timeout.Infinite);
            }
            finally
            {
                _exporter.Scrape = null;
            }
        }

        text.WriteEnd();
    }
}
