using System.Globalization;

namespace Gateway.Load.Targets;

/// <summary>One upstream and a fresh process for each proxy before it.</summary>
internal sealed class Fleet : IDisposable
{
    private readonly List<ChildProcess> _children = [];
    private readonly List<Target> _targets = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-load-").FullName;
    private readonly string _key = GatewayConfig.NewKey();

    private Fleet()
    {
    }

    public IReadOnlyList<Target> Targets => _targets;

    public static async Task<Fleet> StartAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var fleet = new Fleet();
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
        var ports = Loopback.FreePorts(3);
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
        if (names.Contains("gateway") && RepositoryRoot.FindGateway() is { } dll)
        {
            var config = Path.Combine(_folder, "gateway.yaml");
            await File.WriteAllTextAsync(config, GatewayConfig.Yaml(gatewayPort, upstreamPort, _key), cancellation);
            _targets.Add(await StartAsync("gateway", gatewayPort, "/readyz", [dll, "--config", config], cancellation));
        }
    }

    private async Task<Target> StartAsync(string name, int port, string readyPath, string[] command, CancellationToken cancellation)
    {
        var child = ChildProcess.Start(Path.Combine(_folder, name + ".log"), command);
        _children.Add(child);
        await child.WhenReadyAsync($"http://127.0.0.1:{port}{readyPath}", cancellation);
        return new Target(name, port, child, _key);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
