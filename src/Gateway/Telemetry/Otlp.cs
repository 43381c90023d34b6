using OpenTelemetry.Exporter;

namespace Gateway.Telemetry;

/// <summary>
/// Decides where OTLP goes, by the standard's environment variables alone. Without an endpoint nothing is sent: the standard's default,
/// this machine, is not used. The exporter reads the variables for all signals; those for one signal are read here.
/// </summary>
internal sealed class Otlp(IConfiguration configuration)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    public const string Traces = "TRACES";
    public const string Metrics = "METRICS";
    public const string Logs = "LOGS";

    /// <summary>True when a signal is sent.</summary>
    public bool Sends(string signal) =>
        (Read(signal, "ENDPOINT") ?? Read("ENDPOINT")) is not null
        && !string.Equals(configuration[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase);

    public void Configure(OtlpExporterOptions options, string signal)
    {
        if (Read(signal, "PROTOCOL") is { } protocol)
        {
            options.Protocol = protocol == "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        }

        if (Read(signal, "ENDPOINT") is { } endpoint)
        {
            options.Endpoint = new Uri(endpoint);
        }

        if (Read(signal, "HEADERS") is { } headers)
        {
            options.Headers = headers;
        }

        if (int.TryParse(Read(signal, "TIMEOUT"), out var timeout))
        {
            options.TimeoutMilliseconds = timeout;
        }
    }

    private string? Read(string signal, string name) => Read($"{signal}_{name}");

    private string? Read(string name) => configuration[Prefix + name] is { Length: > 0 } value ? value : null;
}
