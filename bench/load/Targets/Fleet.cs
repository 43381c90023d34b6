using System.Globalization;
using Gateway.Load.Options;

namespace Gateway.Load.Targets;

/// <summary>An upstream, and a fresh process for each proxy in front of it.</summary>
internal sealed class Fleet : IDisposable
{
    private readonly List<ChildProcess> _children = [];
    private readonly List<Target> _targets = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-load-").FullName;
    private readonly string _key = GatewayConfig.NewKey();

    private readonly LoadOptions _options;

    private Fleet(LoadOptions options) => _options = options;

    public IReadOnlyList<Target> Targets => _targets;

    public static async Task<Fleet> StartAsync(IReadOnlyList<string> names, LoadOptions options, CancellationToken cancellation)
    {
        var fleet = new Fleet(options);
        try
        {
            await fleet.StartChildrenAsync(names, cancellation);
            return fleet;
        }
        catch
        {
            fleet.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var child in _children)
            child.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartChildrenAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var ports = Loopback.FreePorts(4 + (GatewayConfig.Telemetries.Count * 2) + 1 + GatewayConfig.Parts.Count);
        var (upstreamPort, yarpPort, gatewayPort) = (ports[0], ports[1], ports[2]);
        var self = typeof(Fleet).Assembly.Location;

        var upstream = await StartAsync("direct", upstreamPort, "/v1/models", [self, "role:upstream", Text(upstreamPort)], cancellation);
        if (names.Contains("direct"))
            _targets.Add(upstream);
        if (names.Contains("yarp"))
        {
            string[] command = [self, "role:yarp", Text(yarpPort), Text(upstreamPort)];
            _targets.Add(await StartAsync("yarp", yarpPort, "/v1/models", command, cancellation));
        }
        if (_options.Before is { } before)
            await StartGatewayAsync(LoadOptions.BeforeName, before, ports[3], upstreamPort, cancellation);
        if (names.Contains("gateway") && RepositoryRoot.FindGateway() is { } dll)
            await StartGatewayAsync("gateway", dll, gatewayPort, upstreamPort, cancellation);

        if (names.Any(GatewayConfig.Telemetries.Contains))
            await StartTelemetriesAsync(names, upstreamPort, ports[4..], cancellation);
        foreach (var (i, part) in names.Where(GatewayConfig.Parts.Contains).Index())
            await StartPartAsync(part, ports[^(i + 1)], upstreamPort, cancellation);
    }

    private async Task StartGatewayAsync(string name, string dll, int port, int upstreamPort, CancellationToken cancellation)
    {
        // The folder is its own, because the ledger's journal is stored beside the configuration.
        var config = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, "gateway.yaml");
        var more = _options.WithLimits ? GatewayConfig.Limits : "";
        await File.WriteAllTextAsync(config, GatewayConfig.Yaml(port, upstreamPort, _key) + more, cancellation);
        _targets.Add(await StartAsync(name, port, "/readyz", [dll, "--config", config], cancellation));
    }

    // The same gateway with a growing number of its parts.
    private async Task StartPartAsync(string name, int port, int upstreamPort, CancellationToken cancellation)
    {
        var dll = RepositoryRoot.FindGateway() ?? throw new InvalidOperationException("The gateway is not built.");
        var config = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, "gateway.yaml");
        await File.WriteAllTextAsync(config, GatewayConfig.With(name, port, upstreamPort, _key), cancellation);
        string[] quiet = name == GatewayConfig.Parts[0] ? ["--Logging:LogLevel:Default=Warning"] : [];
        _targets.Add(await StartAsync(name, port, "/readyz", [dll, "--config", config, .. quiet], cancellation));
    }

    // The same gateway with a growing number of listeners.
    private async Task StartTelemetriesAsync(IReadOnlyList<string> names, int upstreamPort, int[] ports, CancellationToken cancellation)
    {
        var (self, dll) = (
            typeof(Fleet).Assembly.Location,
            RepositoryRoot.FindGateway() ?? throw new InvalidOperationException("The gateway is not built."));
        var sink = ports[GatewayConfig.Telemetries.Count * 2];
        await StartAsync("sink", sink, "/", [self, "role:sink", Text(sink)], cancellation);
        foreach (var (i, name) in names.Where(GatewayConfig.Telemetries.Contains).Index())
        {
            var (port, admin) = (ports[2 * i], ports[2 * i + 1]);
            var config = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName, "gateway.yaml");
            var yaml = GatewayConfig.Yaml(port, upstreamPort, _key, admin)
                + $"telemetry: {{ prometheus: {(name == GatewayConfig.Unheard ? "false" : "true")} }}\n";
            await File.WriteAllTextAsync(config, yaml, cancellation);
            var all = $"--OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:{sink}";
            string[] otlp = name switch
            {
                GatewayConfig.Metrics => [all, "--OTEL_TRACES_EXPORTER=none", "--OTEL_LOGS_EXPORTER=none"],
                GatewayConfig.Everything => [all],
                _ => [],
            };
            string[] command = [
                dll, "--config", config, "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_METRIC_EXPORT_INTERVAL=1000", .. otlp
            ];
            var target = await StartAsync(name, port, "/readyz", command, cancellation);
            _targets.Add(target with { AdminPort = name == GatewayConfig.Unheard ? null : admin });
        }
    }

    private async Task<Target> StartAsync(string name, int port, string readyPath, string[] command, CancellationToken cancellation)
    {
        var child = ChildProcess.Start(Path.Combine(_folder, name + ".log"), CoreOf(name), command);
        _children.Add(child);
        await child.WhenReadyAsync($"http://127.0.0.1:{port}{readyPath}", cancellation);
        return new Target(name, port, child, _key);
    }

    private int? CoreOf(string name) => !_options.OnOneCore ? null : name is "direct" or "sink" ? 1 : 0;

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
