using System.Net.Http.Headers;
using System.Security.Cryptography;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Telemetry;

/// <summary>The metrics show the state at a moment: quotas, money, lines, models left alone, and a Redis that is away.</summary>
[Collection(nameof(AloneCollection))]
public sealed class StatesAreToldTests
{
    [Fact]
    public async Task Model_ThatIsLeftAlone_IsSeen_AndItsTagHasNoCandidate()
    {
        await using var rig = await Rig.StartAsync();
        await rig.AnswerAsync("Open");
        Assert.Contains("""gateway_circuit_state{backend="open",model="sim-model"} 0""", await LinesAsync(rig.Gateway));
        rig.Open.Script(Rig.OpenModel, new ModelScript { EmptyBody200 = true });
        for (var i = 0; i < 5; i++)
        {
            using var response = await rig.ChatAsync("Open");
            Assert.Equal(502, (int)response.StatusCode);
        }

        var lines = await LinesAsync(rig.Gateway);
        Assert.Contains("""gateway_circuit_state{backend="open",model="sim-model"} 2""", lines);
        Assert.Contains("""gateway_tag_candidates{tag="Open"} 0""", lines);
        Assert.Contains("""gateway_attempts_total{backend="open",outcome="bad_answer"} 5""", lines);
    }

    [Fact]
    public async Task Backend_ThatIsAway_IsNotHealthy()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Open.DisposeAsync();
        using var response = await rig.ChatAsync("Open");
        var lines = await LinesAsync(rig.Gateway);
        Assert.Contains("""gateway_backend_healthy{backend="open"} 0""", lines);
        Assert.Contains("""gateway_backend_healthy{backend="cloud"} 1""", lines);
    }

    [Fact]
    public async Task Line_BeforeABackend_IsMeasured()
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: one, provider: openai, url: "{{backend.Url}}", maxConcurrent: 1 } ]
            routes: [ { name: Chat, candidates: [ { backend: one, model: sim-model } ] } ]
            """);
        backend.Script("sim-model", new ModelScript { Hold = true });
        var first = ChatAsync(gateway);
        await backend.NextRequestAsync();
        var second = ChatAsync(gateway);
        await WaitUntil.TrueAsync(async () => (await LinesAsync(gateway)).Contains("""gateway_queue_length{backend="one"} 1"""));
        Assert.Contains("gateway_requests_in_flight 2", await LinesAsync(gateway));
        backend.Release("sim-model");
        await first;
        await backend.NextRequestAsync();
        backend.Release("sim-model");
        await second;
        var lines = await LinesAsync(gateway);
        Assert.Contains("""gateway_queue_wait_seconds_count{backend="one"} 2""", lines);
        Assert.Contains("""gateway_queue_length{backend="one"} 0""", lines);
    }

    [Fact]
    public async Task Quotas_AndMoney_AreToldByTeam()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        await using var rig = await Rig.StartAsync(
            $$"""
            quotas:
              policies: [ { per: team, requestsPerMinute: 2 } ]
            keys:
              - { name: laptop, owner: lin, team: ml, sha256: {{Convert.ToHexStringLower(SHA256.HashData("sk-x"u8))}} }
            {{QuotaRig.Price}}
            """,
            time: time);
        rig.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sk-x");
        var usage = (await rig.AnswerAsync("Cloud"))["usage"]!;
        await rig.AnswerAsync("Cloud");
        using (var refused = await rig.ChatAsync("Cloud"))
        {
            Assert.Equal(429, (int)refused.StatusCode);
        }

        await rig.Gateway.Log.WaitForAsync("4000 ", 3);
        var cost = 2 * ((double)usage["prompt_tokens"]! + (double)usage["completion_tokens"]!) / 1_000_000;
        var lines = await LinesAsync(rig.Gateway);
        Assert.Contains("""gateway_quota_rejections_total{team="ml",window="requests_per_minute"} 1""", lines);
        var told = lines.Single(
            static l => l.StartsWith("""gateway_cost_total{currency="CNY",tag="Cloud",team="ml"} """, StringComparison.Ordinal));
        Assert.Equal(cost, double.Parse(told.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture), 9);
        // It was looked at, so the next time it is known.
        await WaitUntil.TrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return (await LinesAsync(rig.Gateway)).Any(
                static l =>
                    l.StartsWith("""gateway_quota_utilization{team="ml",window="requests_per_minute"} """, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Redis_ThatIsAway_IsSeen()
    {
        await using var gateway = TestGateway.Start("quotas: { redis: { endpoints: [ \"127.0.0.1:1\" ] } }");
        Assert.Contains("gateway_redis_connected 0", await LinesAsync(gateway));
    }

    private static async Task ChatAsync(TestGateway gateway)
    {
        using var content = new StringContent("""{"model":"Chat","messages":[{"role":"user","content":"Hi"}]}""", null, "application/json");
        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
        Assert.Equal(200, (int)response.StatusCode);
    }

    private static async Task<string[]> LinesAsync(TestGateway gateway)
    {
        using var client = new HttpClient();
        return (await client.GetStringAsync(new Uri(gateway.AdminUrl, "/metrics"))).Split('\n');
    }
}
