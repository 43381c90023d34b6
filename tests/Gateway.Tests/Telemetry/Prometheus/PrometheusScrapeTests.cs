using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;

namespace Gateway.Tests.Telemetry.Prometheus;

/// <summary><c>GET /metrics</c> answers at the admin address and nowhere else.</summary>
[Collection(nameof(AloneCollection))]
public sealed partial class PrometheusScrapeTests
{
    [Fact]
    public async Task Metrics_AreAtTheAdminsAddressAlone()
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.AskAsync(rig.Gateway.AdminUrl, "GET /metrics", $"Host: {rig.Gateway.AdminUrl.Authority}");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        foreach (var start in new[]
        {
            "GET /metrics", "GET /METRICS", "GET //metrics/", "GET /%6detrics", "GET /v1/../metrics", "GET /metrics/x"
        })
        {
            Assert.StartsWith(
                "HTTP/1.1 404", await RawHttp.AskAsync(rig.Gateway.Url, start, $"Host: {rig.Gateway.AdminUrl.Authority}"),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Host: evil.example")]
    [InlineData("Host: {admin}", "Origin: http://evil.example")]
    [InlineData("Host: {admin}", "X-Forwarded-For: 10.0.0.1")]
    [InlineData("Host: {admin}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")]
    public async Task Metrics_AreKeptFromPagesAndProxies(params string[] headers)
    {
        await using var rig = await Rig.StartAsync();
        var answer = await RawHttp.AskAsync(
            rig.Gateway.AdminUrl, "GET /metrics",
            [.. headers.Select(h => h.Replace("{admin}", rig.Gateway.AdminUrl.Authority, StringComparison.Ordinal))]);
        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_ThatNobodyWants_AreNotThere()
    {
        await using var rig = await Rig.StartAsync("telemetry: { prometheus: false }");
        Assert.StartsWith(
            "HTTP/1.1 404", await RawHttp.AskAsync(rig.Gateway.AdminUrl, "GET /metrics", $"Host: {rig.Gateway.AdminUrl.Authority}"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryLine_IsOneOfTheFormat(bool isOpenMetrics)
    {
        await using var rig = await Rig.StartAsync();
        await rig.AnswerAsync("Local");
        await rig.StreamAsync("Cloud");
        await rig.Gateway.Log.WaitForAsync("4000 ", 2);
        using var response = await ScrapeAsync(rig.Gateway, isOpenMetrics);
        Assert.Equal(isOpenMetrics ? "application/openmetrics-text" : "text/plain", response.Content.Headers.ContentType!.MediaType);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.All(lines[..^1], line => Assert.Matches(isOpenMetrics ? OpenMetricsLine() : PlainLine(), line));
        Assert.Equal(isOpenMetrics, lines[^2] == "# EOF");

        // Each family is begun once, and said what it is.
        var types = lines.Where(static l => l.StartsWith("# TYPE", StringComparison.Ordinal)).ToList();
        Assert.Equal(types.Count, types.Distinct().Count());
        Assert.Equal(types.Count, lines.Count(static l => l.StartsWith("# HELP", StringComparison.Ordinal)));
        Assert.Contains(isOpenMetrics ? "# TYPE gateway_attempts counter" : "# TYPE gateway_attempts_total counter", lines);
        Assert.Contains("""gateway_attempts_total{backend="ollama",outcome="ok"} 1""", lines);
        Assert.Contains("gateway_requests_in_flight 0", lines);
        Assert.Contains("""gateway_backend_healthy{backend="ollama"} 1""", lines);
        Assert.Contains("""gateway_tag_candidates{tag="Coder"} 2""", lines);
        Assert.Contains("""gateway_circuit_state{backend="cloud",model="Qwen/Qwen3-Coder-30B-A3B-Instruct"} 0""", lines);
        Assert.Contains(lines, static l => l.StartsWith("""target_info{service_name="gateway",""", StringComparison.Ordinal));
        Assert.Contains(lines, static l => l.StartsWith("gateway_overhead_duration_seconds_bucket{le=\"0.1\"} ", StringComparison.Ordinal));
        Assert.Contains("gateway_overhead_duration_seconds_count 2", lines);
    }

    [Fact]
    public async Task Buckets_AreCumulative()
    {
        await using var rig = await Rig.StartAsync();
        await rig.AnswerAsync("Local");
        await rig.AnswerAsync("Local");
        await rig.Gateway.Log.WaitForAsync("4000 ", 2);
        using var response = await ScrapeAsync(rig.Gateway, isOpenMetrics: false);
        var counts = (await response.Content.ReadAsStringAsync()).Split('\n')
            .Where(static l => l.StartsWith("gen_ai_server_request_duration_seconds_bucket", StringComparison.Ordinal))
            .Select(static l => int.Parse(l.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(15, counts.Count);
        Assert.Equal(counts.Order(), counts);
        Assert.Equal(2, counts[^1]);
    }

    [Fact]
    public async Task OpenMetrics_HasTheTraceOfAValue()
    {
        await using var telemetry = await TelemetryRig.StartAsync();
        await telemetry.Rig.AnswerAsync("Local");
        await telemetry.FlushAsync();
        using var response = await ScrapeAsync(telemetry.Rig.Gateway, isOpenMetrics: true);
        var trace = telemetry.Sink.Spans[0].Trace;
        Assert.Contains(
            (await response.Content.ReadAsStringAsync()).Split('\n'),
            l => l.StartsWith("gen_ai_server_request_duration_seconds_bucket", StringComparison.Ordinal)
                && l.Contains($"# {{trace_id=\"{trace}\"", StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> ScrapeAsync(TestGateway gateway, bool isOpenMetrics)
    {
        using var client = new HttpClient { BaseAddress = gateway.AdminUrl };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.Add(
            MediaTypeWithQualityHeaderValue.Parse(isOpenMetrics ? "application/openmetrics-text;version=1.0.0" : "text/plain"));
        var response = await client.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        return response;
    }

    [GeneratedRegex("""^(# (TYPE|HELP) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="[^"\\]*"(,(?=[a-z])|(?=\})))+\})? (-?\d+(\.\d+)?(E-\d+)?|\+Inf))$""")]
    private static partial Regex PlainLine();

    [GeneratedRegex(
        """^(# EOF|# (TYPE|HELP|UNIT) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="[^"\\]*"(,(?=[a-z])|(?=\})))+\})? (-?\d+(\.\d+)?(E-\d+)?|\+Inf))$""")]
    private static partial Regex OpenMetricsLine();
}
