using System.Diagnostics;
using System.Text;
using Gateway.Tests.Cli;

namespace Gateway.Tests.Promises.Running;

/// <summary>Logging never holds up a request or a stop, even if the program that started the gateway no longer reads its output.</summary>
public sealed class UnreadOutputTests : IAsyncDisposable
{
    // More than a pipe and the queue before it hold.
    private const int Requests = 3_500;
    private const string Body = """{"model":"nothing-like-it-but-with-a-long-name-so-that-the-line-of-the-log-is-long","messages":[]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-unread-").FullName;
    private readonly int _port = GatewayProcess.FreePort();
    private readonly int _adminPort = GatewayProcess.FreePort();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("simple", "None")]
    [InlineData("json", "None")]
    [InlineData("simple", "Trace")]
    public async Task Output_ThatNobodyReads_HoldsNoRequest_AndNoStop(string form, string errorsFrom)
    {
        using var gateway = Start(form, errorsFrom);
        try
        {
            await UntilItAnswersAsync(gateway);
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 8 },
                async (_, stop) => Assert.Equal(400, await AskAsync(stop)));
            Assert.True(await DroppedAsync() > 0);

            var since = Stopwatch.GetTimestamp();
            using var kill = Process.Start("kill", ["-TERM", $"{gateway.Id}"]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await gateway.WaitForExitAsync(limit.Token);
            Assert.Equal(0, gateway.ExitCode);
            // A second of notice, half a second for the last bytes, a second for the last lines, and a machine that does other things
            // beside.
            Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 20);
        }
        finally
        {
            gateway.Kill();
        }
    }

    [Fact]
    public async Task Output_ThatIsReadAgain_SaysHowMuchWasDropped()
    {
        using var gateway = Start("simple", "None");
        try
        {
            await UntilItAnswersAsync(gateway);
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, stop) => await AskAsync(stop));
            var dropped = await DroppedAsync();
            var lines = new List<string>();
            while (lines is [] || !lines[^1].Contains("were dropped", StringComparison.Ordinal))
            {
                lines.Add((await gateway.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)))!);
            }

            Assert.Contains($" {dropped} lines of the log were dropped", lines[^1], StringComparison.Ordinal);
            Assert.Equal(Requests, lines.Count(l => l.Contains("[4000]", StringComparison.Ordinal)) + dropped);
        }
        finally
        {
            gateway.Kill();
        }
    }

    private Process Start(string form, string errorsFrom)
    {
        var file = Path.Combine(_folder, "gateway.yaml");
        File.WriteAllText(file, $$"""
            listen: { data: "http://127.0.0.1:{{_port}}", admin: "http://127.0.0.1:{{_adminPort}}" }
            storage: { provider: none }
            backends: [ { name: b, provider: openai, url: "http://127.0.0.1:9" } ]
            """);
        // Its pipes are there, and nobody reads them.
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "--config", file])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("GATEWAY_CONFIG");
        start.Environment["Logging__Console__FormatterName"] = form;
        start.Environment["Logging__Console__LogToStandardErrorThreshold"] = errorsFrom;
        return Process.Start(start)!;
    }

    private async Task UntilItAnswersAsync(Process gateway)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await _client.GetAsync(new Uri($"http://127.0.0.1:{_port}/healthz"));
                return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(60) && !gateway.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    private async Task<int> AskAsync(CancellationToken stop)
    {
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(new Uri($"http://127.0.0.1:{_port}/v1/chat/completions"), content, stop);
        return (int)response.StatusCode;
    }

    private async Task<long> DroppedAsync()
    {
        var metrics = await _client.GetStringAsync(new Uri($"http://127.0.0.1:{_adminPort}/metrics"));
        var line = metrics.Split('\n').Single(l => l.StartsWith("gateway_log_dropped_total", StringComparison.Ordinal));
        return long.Parse(line.Split(' ')[1], null);
    }
}
