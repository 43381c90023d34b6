using Gateway.Telemetry.Prometheus;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gateway.Telemetry;

internal static class TelemetryExtensions
{
    /// <summary>
    /// Adds the instruments, always, and their listeners: Prometheus scrapes, if wanted, and an OTLP endpoint, if the environment names
    /// one. With neither there is no listener, and nothing is measured.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, bool isScraped)
    {
        var services = builder.Services;
        services.AddSingleton(Conventions.Of(builder.Configuration));
        services.AddSingleton<GatewayMeter>().AddSingleton<AttemptInstruments>().AddSingleton<RequestInstruments>()
            .AddSingleton<GatewayTracing>();

        var otlp = new Otlp(builder.Configuration);
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService("gateway", serviceVersion: GatewayMeter.Version)
            // Added again after ours, so that the operator's settings win.
            .AddEnvironmentVariableDetector());
        if (isScraped)
        {
            services.AddSingleton<PrometheusScrape>();
        }

        if (isScraped || otlp.Sends(Otlp.Metrics))
        {
            telemetry.WithMetrics(metrics => Configure(metrics, otlp, isScraped));
        }

        if (otlp.Sends(Otlp.Traces))
        {
            telemetry.WithTracing(traces => traces.AddSource(Names.Scope).AddOtlpExporter(options => otlp.Configure(options, Otlp.Traces)));
        }

        if (otlp.Sends(Otlp.Logs))
        {
            telemetry.WithLogging(
                logs => logs.AddOtlpExporter(options => otlp.Configure(options, Otlp.Logs)),
                static options => options.IncludeFormattedMessage = true);
        }
    }

    private static void Configure(MeterProviderBuilder metrics, Otlp otlp, bool isScraped)
    {
        metrics.AddMeter(Names.Scope).SetExemplarFilter(ExemplarFilterType.TraceBased);
        if (isScraped)
        {
            metrics.AddReader(static services => services.GetRequiredService<PrometheusScrape>().Reader);
        }

        if (otlp.Sends(Otlp.Metrics))
        {
            metrics.AddOtlpExporter(options => otlp.Configure(options, Otlp.Metrics));
        }
    }
}
