using Gateway.Telemetry;
using Microsoft.Extensions.Configuration;
using OpenTelemetry.Exporter;

namespace Gateway.Tests.Telemetry;

/// <summary>Nothing is sent to a place that no variable names, and each signal goes where its own variables say.</summary>
public sealed class SignalsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL=grpc", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", "TRACES METRICS LOGS")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_LOGS_EXPORTER=none", "TRACES METRICS")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318/v1/traces", "TRACES")]
    public void Signal_IsSentWhereAVariableNamesAPlace(string variables, string signals)
    {
        var otlp = Of(variables);
        Assert.Equal(signals, string.Join(' ', new[] { Otlp.Traces, Otlp.Metrics, Otlp.Logs }.Where(otlp.Sends)));
    }

    [Fact]
    public void Signal_HasVariablesOfItsOwn()
    {
        var options = new OtlpExporterOptions();
        Of(
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318/v1/traces OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf "
            + "OTEL_EXPORTER_OTLP_TRACES_HEADERS=a=b OTEL_EXPORTER_OTLP_TRACES_TIMEOUT=77")
            .Configure(options, Otlp.Traces);
        Assert.Equal(
            (new Uri("http://c:4318/v1/traces"), OtlpExportProtocol.HttpProtobuf, "a=b", 77),
            (options.Endpoint, options.Protocol, options.Headers, options.TimeoutMilliseconds));
    }

    private static Otlp Of(string variables) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(
            variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static v => v.Split('=', 2)).Select(
                static v => KeyValuePair.Create<string, string?>(v[0], v[1])))
        .Build());
}
