using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway.Configuration;

namespace Gateway.Benchmarks.Redis;

/// <summary>Runs a <c>redis-server</c> during a measurement.</summary>
internal sealed class OwnRedis : IDisposable
{
    private readonly Process _process;

    public OwnRedis()
    {
        var port = FreePort();
        Config = new RedisConfig { Endpoints = [$"127.0.0.1:{port}"] };
        var options = string.Create(CultureInfo.InvariantCulture, $"--port {port} --bind 127.0.0.1 --save \"\" --appendonly no");
        _process =
            Process.Start(new ProcessStartInfo(
                "redis-server", options)
            { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() })!;
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
    }

    public RedisConfig Config { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
