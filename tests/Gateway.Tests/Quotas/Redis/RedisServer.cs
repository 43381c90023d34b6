using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Gateway.Configuration;
using Gateway.Tests.Cli;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>
/// One real <c>redis-server</c> in a folder of its own. A shell stands between: it ends the server when this process is gone,
/// however that came.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Guard = """
        env $REDIS_PRELOAD redis-server "$@" > log 2>&1 &
        echo $!
        read -r _
        kill -KILL $!
        wait
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-redis-");
    private readonly string[] _options;
    private readonly RedisClock? _clock;
    private Process? _guard;
    private int _id;
    private bool _isSentinel;

    private RedisServer(RedisClock? clock, string[] options, int port) => (_clock, _options, Port) = (clock, options, port);

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public RedisConfig Config => new() { Endpoints = [Address] };

    public static async Task<RedisServer> StartAsync(RedisClock? clock = null, params string[] options)
    {
        RedisProgram.Require();
        var server = new RedisServer(clock, options, GatewayProcess.FreePort());
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts a Sentinel that watches a server, and takes it for gone after a second.</summary>
    public static async Task<RedisServer> StartSentinelAsync(string name, RedisServer watched)
    {
        RedisProgram.Require();
        var sentinel = new RedisServer(null, [], GatewayProcess.FreePort()) { _isSentinel = true };
        await File.WriteAllTextAsync(Path.Combine(sentinel._folder.FullName, "sentinel.conf"), $"""
            port {sentinel.Port}
            bind 127.0.0.1
            sentinel monitor {name} 127.0.0.1 {watched.Port} 1
            sentinel down-after-milliseconds {name} 1000
            sentinel failover-timeout {name} 3000

            """);
        await sentinel.StartAsync();
        // By itself it asks servers how they are every ten seconds, and waits for eight more before it makes one a replica. A server is
        // gone when it answered no ping for a second, and may be promoted when it told how it is within five pings.
        await sentinel.SendAsync("SENTINEL", "DEBUG", "info-period", "500", "publish-period", "250", "ping-period", "300");
        return sentinel;
    }

    /// <summary>Starts one where a configuration says that it is.</summary>
    public static async Task<RedisServer> StartAtAsync(RedisConfig config)
    {
        RedisProgram.Require();
        var server = new RedisServer(null, [], int.Parse(config.Endpoints[0].Split(':')[1], CultureInfo.InvariantCulture));
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, without what it knew.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        string[] own = _isSentinel
            ? ["sentinel.conf", "--sentinel"]
            : ["--port", $"{Port}", "--save", "", "--appendonly", "no", "--bind", "127.0.0.1"];
        foreach (var argument in (string[])["-c", Guard, "sh", .. own, .. _options])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["REDIS_PRELOAD"] = _clock?.Preload ?? "";
        _guard = Process.Start(start)!;
        _id = int.Parse((await _guard.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        await AnswersAsync();
    }

    /// <summary>Stops it in its tracks: connections stay, and nothing answers.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public async Task KillAsync()
    {
        if (_guard is not null)
        {
            _guard.StandardInput.Close();
            await _guard.WaitForExitAsync();
            _guard.Dispose();
            _guard = null;
        }
    }

    /// <summary>One command over a connection of its own.</summary>
    public async Task<string> SendAsync(params string[] command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        await using var stream = client.GetStream();
        var text = new StringBuilder().Append('*').Append(command.Length).Append("\r\n");
        foreach (var word in command)
        {
            text.Append('$').Append(Encoding.UTF8.GetByteCount(word)).Append("\r\n").Append(word).Append("\r\n");
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
        var answer = new byte[65536];
        var length = await stream.ReadAsync(answer);
        var reply = Encoding.UTF8.GetString(answer, 0, length);
        Assert.False(reply.StartsWith('-'), $"{string.Join(' ', command)}: {reply}");
        return reply;
    }

    /// <summary>Waits until a command's answer holds a text.</summary>
    public async Task ShowsAsync(string text, params string[] command)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await SendAsync(command)).Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // The server may be writing its last file.
        }
    }

    private async Task AnswersAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                if ((await SendAsync("PING")).StartsWith("+PONG", StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // Not listening yet, or not any more.
            }

            await Task.Delay(10, limit.Token);
        }
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_id}"]);
        kill.WaitForExit();
    }
}
