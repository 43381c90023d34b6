using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;
using Gateway.Tests.Quotas.Redis;

namespace Gateway.Tests.Promises;

/// <summary>
/// A gateway without its Redis goes on serving, and counts everything afterwards. GATEWAY_SOAK runs the full times and measures
/// the slowdown.
/// </summary>
[Collection(nameof(RedisStories))]
public sealed class RedisAwayTests(ITestOutputHelper output)
{
    private const int PerSecond = 200;
    private static readonly bool s_soak = Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1";
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(s_soak ? 10 : 3);

    [Fact]
    public async Task FrozenRedis_CostsNoRequestAndNoCount()
    {
        await using var redis = await RedisServer.StartAsync();
        await UnderLoadAsync(redis, async answered =>
        {
            redis.Freeze();
            await Task.Delay(Away);
            await answered();
            redis.Thaw();
        });
    }

    [Fact]
    public async Task RedisThatComesBackEmpty_CostsNoRequestAndNoCount()
    {
        await using var redis = await RedisServer.StartAsync();
        await UnderLoadAsync(redis, async answered =>
        {
            await redis.KillAsync();
            await Task.Delay(Away / 2);
            await answered();
            await redis.StartAsync();
        });
    }

    /// <param name="redis">What is away for a while.</param>
    /// <param name="fault">
    /// Takes it away and brings it back. What it is given ends when every request that was sent by then is answered: one that waited
    /// for Redis would not be before Redis is back.
    /// </param>
    private async Task UnderLoadAsync(RedisServer redis, Func<Func<Task>, Task> fault)
    {
        await using var postgres = new PostgresServer();
        await postgres.InitializeAsync();
        using var database = await TestDatabase.CreateAsync("postgresql", postgres);
        await using var rig = await QuotaRig.StartAsync(
            "{ per: owner, requestsPerMinute: 1000000, tokensPerDay: 1000000000000, concurrent: 100000 }",
            $"redis: {{ endpoints: [ \"{redis.Address}\" ] }}", database: database);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Words = 5 });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => rig.AskAsync("Local")));
        var waits = new ConcurrentBag<double>();
        var sent = new ConcurrentQueue<Task>();
        var running = LoadAsync(rig, Away + TimeSpan.FromSeconds(2.5), sent, waits);
        await Task.Delay(TimeSpan.FromSeconds(1));

        await fault(() => Task.WhenAll(sent.ToArray()).WaitAsync(TimeSpan.FromSeconds(30)));

        await running;
        var served = rig.Ollama.Served;
        var since = Stopwatch.GetTimestamp();
        // Limits per minute lose what is older, so the day's tokens and the running requests are what can be compared.
        await WaitUntil.TrueAsync(
            async () => await UsedAsync(rig, "tokens_per_day") == served.PromptTokens + served.CompletionTokens
                && await UsedAsync(rig, "concurrent") == 0);
        var (counted, p99) = (Stopwatch.GetElapsedTime(since), waits.Order().ElementAt((int)(waits.Count * 0.99)));
        output.WriteLine($"counted after {counted.TotalSeconds:0.0} s; 99 in 100 requests took up to {p99:0} ms");
        if (s_soak)
        {
            Assert.True(counted < TimeSpan.FromSeconds(5), $"counted only after {counted}");
            Assert.True(p99 <= 100, $"99 in 100 requests took up to {p99:0} ms.");
        }

        await WaitUntil.TrueAsync(async () => (bool)(await HealthAsync(rig))["redis"]!["connected"]!);
        Assert.True((int)(await HealthAsync(rig))["redis"]!["admitted_alone"]! > 0);
    }

    private static async Task LoadAsync(Rig rig, TimeSpan duration, ConcurrentQueue<Task> sent, ConcurrentBag<double> waits)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(start) is var now && now < duration; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            if (due > now)
            {
                await Task.Delay(due - now);
            }

            sent.Enqueue(AskAsync(rig, waits));
        }

        await Task.WhenAll(sent);
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
        client.DefaultRequestHeaders.Authorization = rig.Client.DefaultRequestHeaders.Authorization;
        return (await client.GetFromJsonAsync<JsonNode>("/admin/v1/health"))!;
    }
}
