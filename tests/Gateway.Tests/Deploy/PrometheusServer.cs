using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Tests.Cli;
using Gateway.Tests.Hosting;
using Gateway.Tests.Repository;

namespace Gateway.Tests.Deploy;

/// <summary>
/// The real <c>prometheus</c> with the configuration of <c>deploy/</c>, on a port and in a folder of its own. A shell stands between: it
/// ends the server when this process is gone, however that came.
/// </summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private const string Guard = """
        "$@" > log 2>&1 &
        read -r _
        kill -TERM $!
        wait $!
        """;

    private readonly DirectoryInfo _folder;
    private readonly Process _guard;
    private readonly HttpClient _client;

    private PrometheusServer(DirectoryInfo folder, Process guard, Uri url)
    {
        (_folder, _guard) = (folder, guard);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url };
    }

    /// <param name="gateway">The admin's address of the gateway to scrape.</param>
    public static async Task<PrometheusServer> StartAsync(Uri gateway)
    {
        PrometheusProgram.Require();
        var folder = Directory.CreateTempSubdirectory("gateway-prometheus-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "prometheus.yml"), Configuration(gateway));
        var url = new Uri($"http://127.0.0.1:{GatewayProcess.FreePort()}");
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder.FullName, RedirectStandardInput = true };
        foreach (var argument in (string[])[
            "-c", Guard, "sh", PrometheusProgram.Server, "--config.file=prometheus.yml", "--storage.tsdb.path=data",
            $"--web.listen-address={url.Authority}"
        ])
        {
            start.ArgumentList.Add(argument);
        }

        var server = new PrometheusServer(folder, Process.Start(start)!, url);
        await WaitUntil.TrueAsync(server.IsReadyAsync);
        return server;
    }

    /// <summary>What an expression gives now, without the values that are no numbers.</summary>
    public async Task<IReadOnlyList<JsonNode>> QueryAsync(string expression)
    {
        using var form = new FormUrlEncodedContent([new("query", expression)]);
        using var response = await _client.PostAsync("/api/v1/query", form);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True((string?)answer["status"] == "success", $"{expression}: {answer["error"]}");
        return [.. answer["data"]!["result"]!.AsArray().Where(static r => (string?)r!["value"]![1] != "NaN").Select(static r => r!)];
    }

    /// <summary>What a variable of a dashboard offers.</summary>
    public async Task<IReadOnlyList<string>> LabelValuesAsync(string series, string label)
    {
        var answer = await GetAsync($"/api/v1/label/{label}/values?match[]={Uri.EscapeDataString(series)}");
        return [.. answer.AsArray().Select(static v => (string)v!)];
    }

    /// <summary>The rules that it works by, and how each fared.</summary>
    public async Task<IReadOnlyList<JsonNode>> RulesAsync() =>
        [.. (await GetAsync("/api/v1/rules"))["groups"]!.AsArray().SelectMany(static g => g!["rules"]!.AsArray())!];

    public Task<JsonNode> TargetsAsync() => GetAsync("/api/v1/targets");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
        _folder.Delete(recursive: true);
    }

    // The file as it stands, but for where the gateway is and how often it is asked.
    private static string Configuration(Uri gateway)
    {
        var folder = Path.Combine(Repo.Root, "deploy/prometheus");
        var text = File.ReadAllText(Path.Combine(folder, "prometheus.yml"));
        foreach (var (from, to) in new[]
        {
            ("127.0.0.1:4001", gateway.Authority), ("15s", "1s"), ("rules/*.yml", Path.Combine(folder, "rules/*.yml"))
        })
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text;
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        var answer = JsonNode.Parse(await _client.GetStringAsync(path))!;
        Assert.Equal("success", (string?)answer["status"]);
        return answer["data"]!;
    }

    private async Task<bool> IsReadyAsync()
    {
        Assert.False(_guard.HasExited, "Prometheus ended.");
        try
        {
            using var response = await _client.GetAsync("/-/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }
}
