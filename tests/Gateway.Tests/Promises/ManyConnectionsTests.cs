using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Cli;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>Too many connections do not end the process. The one idle longest makes room, and a refused client is told so.</summary>
public sealed class ManyConnectionsTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task ConnectionBeyondTheLimit_Is503_WithoutHavingAsked()
    {
        await using var gateway = TestGateway.Start(
            "limits: { concurrentConnections: 2 }", new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56)));
        using var first = await ConnectAsync(gateway.Url);
        using var second = await ConnectAsync(gateway.Url);
        await UntilTakenAsync(first);
        await UntilTakenAsync(second);
        var answer = await RefusalAsync(gateway.Url);
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After: ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"too_many_connections\"", answer, StringComparison.Ordinal);
        await gateway.Log.WaitForAsync("Warning 1051");
    }

    [Fact]
    public async Task ConnectionIdleLongest_MakesRoom()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var gateway = TestGateway.Start("limits: { concurrentConnections: 2 }", time);
        using var first = await ConnectAsync(gateway.Url);
        await UntilTakenAsync(first);
        time.Advance(TimeSpan.FromSeconds(1));
        using var second = await ConnectAsync(gateway.Url);
        await UntilTakenAsync(second);
        using var third = await ConnectAsync(gateway.Url);
        await UntilTakenAsync(third);
        Assert.Equal(0, await first.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(s_limit));
        await UntilTakenAsync(second);
    }

    [Fact]
    public async Task ConnectionThatCarriesARequest_IsNotClosedForAnother()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync("limits: { concurrentConnections: 1 }", time: time);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var answer = rig.ChatAsync("Local");
        await rig.Ollama.NextRequestAsync().WaitAsync(s_limit);
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.StartsWith("HTTP/1.1 503 ", await RefusalAsync(rig.Gateway.Url), StringComparison.Ordinal);
        // Who looks why nothing gets in gets in.
        Assert.StartsWith(
            "HTTP/1.1 200 ", await RawHttp.AskAsync(rig.Gateway.AdminUrl, "GET /healthz", "Host: localhost"), StringComparison.Ordinal);
        rig.Ollama.Release(Rig.LocalModel);
        using var response = await answer;
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Process_ThatMayOpen2000Files_OutlivesTwoAndAHalfThousandIdleConnections()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-files-").FullName;
        var port = GatewayProcess.FreePort();
        var file = Path.Combine(folder, "gateway.yaml");
        await File.WriteAllTextAsync(file, $$"""
            listen: { data: "http://127.0.0.1:{{port}}", admin: "http://127.0.0.1:{{GatewayProcess.FreePort()}}" }
            backends: [ { name: b, provider: openai, url: "http://127.0.0.1:9" } ]
            """);
        var sockets = new List<TcpClient>();
        try
        {
            await using var gateway = GatewayProcess.StartLimited(folder, files: 2_000, "--config", file);
            await gateway.WaitForAsync("Application started");
            Assert.Contains("The process may open 2000 files", gateway.Output, StringComparison.Ordinal);
            var url = new Uri($"http://127.0.0.1:{port}");
            for (var i = 0; i < 2_500; i++)
            {
                if (await TryConnectAsync(url) is { } socket)
                {
                    sockets.Add(socket);
                }
            }

            var answers = 0;
            var since = Stopwatch.GetTimestamp();
            while (answers < 20 && Stopwatch.GetElapsedTime(since) < s_limit)
            {
                answers += await IsServedAsync(url) ? 1 : 0;
            }

            Assert.Equal(20, answers);
            Assert.DoesNotContain("Out of memory", gateway.Output, StringComparison.OrdinalIgnoreCase);
            gateway.Terminate();
            Assert.Equal(0, await gateway.ExitAsync());
        }
        finally
        {
            sockets.ForEach(static s => s.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }

    // Some are cut before they are told.
    private static async Task<TcpClient?> TryConnectAsync(Uri url)
    {
        try
        {
            return await ConnectAsync(url);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    // What comes without having asked. As any client would, it goes by the length.
    private static async Task<string> RefusalAsync(Uri url)
    {
        using var client = await ConnectAsync(url);
        var buffer = new byte[4096];
        var text = "";
        while (!text.EndsWith("}}", StringComparison.Ordinal))
        {
            var read = await client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(s_limit);
            Assert.NotEqual(0, read);
            text += Encoding.UTF8.GetString(buffer, 0, read);
        }

        return text;
    }

    // A refusal that was cut off is one too.
    private static async Task<bool> IsServedAsync(Uri url)
    {
        try
        {
            return (await RawHttp.AskAsync(url, "GET /v1/models", $"Host: {url.Authority}")).StartsWith(
                "HTTP/1.1 200 ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return false;
        }
    }

    // A whole request, which leaves the connection idle.
    private static async Task UntilTakenAsync(TcpClient client)
    {
        var stream = client.GetStream();
        await stream.WriteAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        var buffer = new byte[4096];
        var text = new StringBuilder();
        while (!text.ToString().EndsWith("ok\r\n0\r\n\r\n", StringComparison.Ordinal)
            && !text.ToString().EndsWith("\r\n\r\nok", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer).AsTask().WaitAsync(s_limit);
            Assert.NotEqual(0, read);
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
    }

    private static async Task<TcpClient> ConnectAsync(Uri url)
    {
        var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        return client;
    }
}
