using System.ComponentModel;

namespace Gateway.Configuration;

[Description("What the gateway tells of itself. Where metrics, traces and logs are sent by OTLP is said by the standard's environment variables, such as OTEL_EXPORTER_OTLP_ENDPOINT.")]
internal sealed record TelemetryConfig
{
    [Description("Whether GET /metrics on the admin's address answers Prometheus. Without it, and without an OTLP endpoint, nothing is measured.")]
    public bool Prometheus { get; init; } = true;
}
