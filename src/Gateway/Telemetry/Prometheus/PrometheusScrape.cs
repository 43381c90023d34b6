using System.Buffers;
using OpenTelemetry.Metrics;

namespace Gateway.Telemetry.Prometheus;

/// <summary><c>GET /metrics</c>: what the SDK has counted, in the format that the scraper takes.</summary>
internal sealed class PrometheusScrape : IDisposable
{
    private readonly PrometheusExporter _exporter = new();
    private readonly Lock _lock = new();

    public PrometheusScrape() => Reader = new BaseExportingMetricReader(_exporter);

    /// <summary>To be given to the meter provider.</summary>
    public MetricReader Reader { get; }

    // The provider disposes of it too; either may be the first.
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

    // One after another: a collection belongs to the scrape that asked for it.
    private void Collect(PrometheusText text)
    {
        lock (_lock)
        {
            _exporter.Scrape = text;
            try
            {
                // By way of the exporter: the reader itself takes anyone else's wish to collect for a push.
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
