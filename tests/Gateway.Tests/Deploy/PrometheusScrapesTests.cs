using System.Text.Json.Nodes;

namespace Gateway.Tests.Deploy;

/// <summary>A real Prometheus scrapes a gateway under load, and every query of the dashboards and rules gets data from it.</summary>
public sealed class PrometheusScrapesTests(ScrapedLoad load) : IClassFixture<ScrapedLoad>
{
    [Fact]
    public async Task Metrics_AreCleanForPromtool()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = load.AdminUrl };
        var metrics = await client.GetStringAsync("/metrics");
        Assert.Contains("gen_ai_server_request_duration_seconds_bucket", metrics, StringComparison.Ordinal);
        var (code, output) = await PrometheusProgram.RunAsync(metrics, "check", "metrics");
        Assert.True(code == 0, output);
        Assert.Equal("", output.Trim());
    }

    [Fact]
    public async Task Prometheus_ReadsTheMetricsWithoutAnError()
    {
        var target = Assert.Single((await load.Prometheus.TargetsAsync())["activeTargets"]!.AsArray())!;
        Assert.Equal("up", (string?)target["health"]);
        Assert.Equal("", (string?)target["lastError"]);
    }

    [Fact]
    public Task EveryPanel_GetsData() => load.AllComeAsync(
        Dashboard.All.SelectMany(static d => d.Expressions),
        async e => (await load.Prometheus.QueryAsync(PromQl.Shown(e.Expression))).Count > 0);

    [Fact]
    public Task EveryVariable_HasSomethingToChoose() => load.AllComeAsync(
        Dashboard.All.SelectMany(static d => d.LabelValues),
        async v => (await load.Prometheus.LabelValuesAsync(v.Series, v.Label)).Count > 0);

    [Fact]
    public async Task EveryRecordingRule_GetsData() => await load.AllComeAsync(
        (await load.Prometheus.RulesAsync()).Where(static r => (string?)r["type"] == "recording").Select(static r => (string)r["name"]!),
        async name => (await load.Prometheus.QueryAsync(name)).Count > 0);

    // An alert that has nothing to tell is empty, so what is asked for is that all it looks at is there.
    [Fact]
    public async Task EveryMetric_ThatARuleLooksAt_IsThere() => await load.AllComeAsync(
        (await load.Prometheus.RulesAsync()).SelectMany(static r => PromQl.MetricsOf((string)r["query"]!)).Distinct(),
        async metric => (await load.Prometheus.QueryAsync($"count({metric})")).Count > 0);

    [Fact]
    public async Task EveryRule_IsWorkedOutWithoutAnError()
    {
        var rules = await load.Prometheus.RulesAsync();
        await load.AllComeAsync(
            rules.Select(static r => (string)r["name"]!), async name => (string?)(await RuleAsync(name))["health"] == "ok");
        Assert.All(await load.Prometheus.RulesAsync(), static r => Assert.Null(r["lastError"]));
    }

    [Theory]
    [InlineData("GatewayBackendUnhealthy", "backend", "away")]
    [InlineData("GatewayTagWithoutBackend", "tag", "Gone")]
    [InlineData("GatewayTagFails", "tag", "Gone")]
    public async Task Alert_OfABackendThatIsAway_IsOnItsWay(string alert, string label, string value)
    {
        await load.AllComeAsync([alert], async name => (await AlertsAsync(name)).Any(a => (string?)a["labels"]![label] == value));
        var told = (await AlertsAsync(alert)).Single(a => (string?)a["labels"]![label] == value);
        Assert.Contains(value, (string)told["annotations"]!["summary"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("<error", (string)told["annotations"]!["description"]!, StringComparison.Ordinal);
    }

    // The default configuration names a cloud whose key most who try the gateway do not have.
    [Fact]
    public async Task Backend_WhoseCredentialIsNotSet_IsNoAlarm()
    {
        await load.AllComeAsync(
            ["away"],
            async backend => (await load.Prometheus.QueryAsync($"gateway_backend_healthy{{backend=\"{backend}\"}} == 0")).Count > 0);
        Assert.Empty(await load.Prometheus.QueryAsync("gateway_backend_healthy{backend=\"unset\"}"));
    }

    private async Task<JsonNode[]> AlertsAsync(string name) => [.. (await RuleAsync(name))["alerts"]!.AsArray()!];

    private async Task<JsonNode> RuleAsync(string name) => (await load.Prometheus.RulesAsync()).First(r => (string?)r["name"] == name);
}
