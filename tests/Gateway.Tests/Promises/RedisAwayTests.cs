using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Tests.Hosting;
using Gateway.Tests.Quotas.Redis;

namespace Gateway.Tests.Promises;

/// <summary>A gateway whose Redis is away serves on, hardly slower, and counts it all afterwards (pain 12). The whole times with GATEWAY_SOAK.</summary>
[Collection(nameof(AloneCollection))]
public sealed class RedisAwayTests
{
    private const int PerSecond = 200;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1" ? 10 : 3);

    [Fact]
    public async Task FrozenRedis_CostsNoRequestAndNoCount()
    {
        await using var redis = await RedisServer.StartAsync();
        await UnderLoadAsync(redis, async () =>
        {
            redis.Freeze();
            await Task.Delay(Away);
            redis.Thaw();
        });
    }

    [Fact]
    public async Task RedisThatComesBackEmpty_CostsNoRequestAndNoCount()
    {
        await using var redis = await RedisServer.StartAsync();
        await UnderLoadAsync(redis, async () =>
        {
            await redis.KillAsync();
            await Task.Delay(Away / 2);
            await redis.StartAsync();
        });
    }

    private static async Task UnderLoadAsync(RedisServer redis, Func<Task> fault)
    {
        await using var rig = await QuotaRig.StartAsync(
            "{ per: owner, requestsPerMinute: 1000000, tokensPerDay: 1000000000000, concurrent: 100000 }", $"redis: {{ endpoints: [ \"{redis.Address}\" ] }}");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Words = 5 });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => rig.AskAsync("Local")));
        var waits = new ConcurrentBag<double>();
        var running = LoadAsync(rig, Away + TimeSpan.FromSeconds(2.5), waits);
        await Task.Delay(TimeSpan.FromSeconds(1));

        await fault();

        await running;
        var served = rig.Ollama.Served;
        var since = Stopwatch.GetTimestamp();
        // Limits per minute lose what is older, so the day's tokens and the running requests are what can be compared.
        await WaitUntil.TrueAsync(async () => await UsedAsync(rig, "tokens_per_day") == served.PromptTokens + served.CompletionTokens && await UsedAsync(rig, "concurrent") == 0);
        Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(5), $"counted only after {Stopwatch.GetElapsedTime(since)}");
        var p99 = waits.Order().ElementAt((int)(waits.Count * 0.99));
        Assert.True(p99 <= 100, $"99 in 100 requests took up to {p99:0} ms.");
        await WaitUntil.TrueAsync(async () => (bool)(await HealthAsync(rig))["redis"]!["connected"]!);
        Assert.True((int)(await HealthAsync(rig))["redis"]!["admitted_alone"]! > 0);
    }

    private static async Task LoadAsync(Rig rig, TimeSpan duration, ConcurrentBag<double> waits)
    {
        var running = new List<Task>();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(start) is var now && now < duration; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            if (due > now)
            {
                await Task.Delay(due - now);
            }

            running.Add(AskAsync(rig, waits));
        }

        await Task.WhenAll(running);
    }

    private static async Task AskAsync(Rig rig, ConcurrentBag<double> waits)
    {
        var start = Stopwatch.GetTimestamp();
        Assert.Equal(200, (await rig.AskAsync("Local")).Status);
        waits.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static async Task<long> UsedAsync(Rig rig, string limit) => (long)(await rig.LimitAsync(limit))["used"]!;

    private static async Task<JsonNode> HealthAsync(Rig rig)
    {
        using var client = new HttpClient { BaseAddress = rig.Gateway.AdminUrl };
        return (await client.GetFromJsonAsync<JsonNode>("/admin/v1/health"))!;
    }
}
