using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Inputs;
using Gateway.Telemetry;
using Gateway.Telemetry.Prometheus;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Gateway.Benchmarks;

/// <summary>Measures what telemetry adds to a request, without a listener and with Prometheus scraping.</summary>
[MemoryDiagnoser]
public class TelemetryOfARequest : IDisposable
{
    private MeasuredRequest _request = null!;
    private MeterProvider? _listener;
    private PrometheusScrape? _scrape;

    [GlobalSetup(Target = nameof(Unheard))]
    public void Setup() => _request = new MeasuredRequest();

    [GlobalSetup(Target = nameof(Scraped))]
    public void SetupListener()
    {
        _scrape = new PrometheusScrape();
        _listener =
            Sdk.CreateMeterProviderBuilder().AddMeter(Names.Scope).SetExemplarFilter(ExemplarFilterType.TraceBased)
                .AddReader(_scrape.Reader).Build();
        _request = new MeasuredRequest();
        // The first value of each series creates the series.
        _request.Measure();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _listener?.Dispose();
        _scrape?.Dispose();
        _request.Dispose();
    }

    [Benchmark]
    public void Unheard() => _request.Measure();

    [Benchmark]
    public void Scraped() => _request.Measure();
}
