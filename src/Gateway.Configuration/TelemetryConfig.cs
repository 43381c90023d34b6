using System.ComponentModel;

namespace Gateway.Configuration;

[Description(
    "What the gateway reports about itself. The standard environment variables, such as OTEL_EXPORTER_OTLP_ENDPOINT, set where metrics, " +
    "traces and logs go by OTLP.")]
internal sealed record TelemetryConfig
{
    [Description(
        "true: GET /metrics on the admin address answers Prometheus. If it is false and there is no OTLP endpoint, nothing is measured.")]
    public bool Prometheus { get; init; } = true;
}
