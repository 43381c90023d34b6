using System.Security.Cryptography;
using System.Text;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// A backend gets no more requests at once than it accepts. The others wait their turn, spill, or are told to come again.
/// </summary>
public sealed class LineBeforeABackendTests
{
    private const string Model = "qwen2.5:7b";

    [Fact]
    public async Task HundredCallers_OnFourPlaces_AreNeverMoreThanFourAtTheBackend()
    {
        await using var rig = await StartAsync("maxConcurrent: 4, queue: { size: 96 }");
        rig.Own.Script(Model, new ModelScript { FirstByteDelayMs = 20, Words = 3 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var response = await rig.SendAsync(CatalogRig.Body("Mine"));
            return ((int)response.StatusCode, response.Headers.Contains("x-gateway-queue-place"));
        }));
        Assert.All(answers, a => Assert.Equal(200, a.Item1));
        Assert.True(answers.Count(a => a.Item2) >= 90);
        Assert.Equal(100, rig.Own.Received.Count);
        Assert.InRange(rig.Own.Served.MostAtOnce, 1, 4);
    }

    [Fact]
    public async Task Overflow_Is503WithAShortRetryAfter()
    {
        await using var rig = await StartAsync("maxConcurrent: 1, queue: { size: 1 }");
        rig.Own.Script(Model, new ModelScript { Hold = true });
        var running = rig.SendAsync(CatalogRig.Body("Mine"));
        await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        var others = Enumerable.Range(0, 5).Select(_ => rig.SendAsync(CatalogRig.Body("Mine"))).ToList();
        var refused = new List<HttpResponseMessage>();
        while (refused.Count < 4)
        {
            var done = await Task.WhenAny(others).WaitAsync(TimeSpan.FromSeconds(20));
            others.Remove(done);
            refused.Add(await done);
        }

        foreach (var response in refused)
        {
            var error = await response.ErrorAsync(503);
            Assert.Equal("backend_busy", (string?)error["code"]);
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 59);
            response.Dispose();
        }

        rig.Own.Release(Model);
        Assert.True((await running).IsSuccessStatusCode);
        await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        rig.Own.Release(Model);
        Assert.True((await others.Single()).IsSuccessStatusCode);
    }

    [Fact]
    public async Task WaitBeyondTheThreshold_SpillsToTheNextCandidate_IfTheKeyMayLeave()
    {
        const string Key = "sk-gw-12345678-a-key-for-this-test-only";
        const string Bound = "sk-gw-87654321-another-key-for-this-test";
        await using var rig = await StartAsync(
            "maxConcurrent: 1, queue: { spillAfter: 0s, size: 4 }",
            $$"""
            keys:
              - { name: free, sha256: "{{Hash(Key)}}" }
              - { name: bound, localOnly: true, sha256: "{{Hash(Bound)}}" }
            """);
        rig.Own.Script(Model, new ModelScript { Hold = true });
        var running = rig.SendAsync(CatalogRig.Body("Spills"), key: Key);
        await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));

        using var spilled = await rig.SendAsync(CatalogRig.Body("Spills"), key: Key);
        Assert.Equal("cloud", spilled.Header("x-gateway-backend"));
        var waits = rig.SendAsync(CatalogRig.Body("Spills"), key: Bound);
        rig.Own.Release(Model);
        Assert.Equal("own", (await running).Header("x-gateway-backend"));
        await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        rig.Own.Release(Model);
        Assert.Equal("own", (await waits).Header("x-gateway-backend"));
        Assert.Single(rig.Cloud.Received);
    }

    [Fact]
    public async Task Client_LeavingTheLine_MakesRoomAtOnce()
    {
        await using var rig = await StartAsync("maxConcurrent: 1, queue: { size: 1 }");
        rig.Own.Script(Model, new ModelScript { Hold = true });
        var running = rig.SendAsync(CatalogRig.Body("Mine"));
        await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 5; i++)
        {
            using var leaver = new HttpClient { BaseAddress = rig.Gateway.Url };
            using var content = new StringContent(CatalogRig.Body("Mine"), null, "application/json");
            using var leaves = new CancellationTokenSource();
            var waits = leaver.PostAsync("/v1/chat/completions", content, leaves.Token);
            await rig.WaitingAsync(1);
            await leaves.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
            await rig.WaitingAsync(0);
        }

        rig.Own.Release(Model);
        Assert.True((await running).IsSuccessStatusCode);
        Assert.Single(rig.Own.Received);
    }

    [Fact]
    public async Task Owners_TakeTurns_HoweverManyRequestsOneOfThemHas()
    {
        var keys = new[] { "greedy", "modest" }.ToDictionary(o => o, o => $"sk-gw-12345678-a-key-of-{o}-for-this-test");
        await using var rig = await StartAsync(
            "maxConcurrent: 1, queue: { size: 50 }",
            "keys:\n" + string.Join('\n', keys.Select(k => $"  - {{ name: {k.Key}, owner: {k.Key}, sha256: \"{Hash(k.Value)}\" }}")));
        rig.Own.Script(Model, new ModelScript { Hold = true });
        var all = new List<Task> { RunAsync("greedy") };
        await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        all.AddRange(Enumerable.Range(0, 20).Select(_ => RunAsync("greedy")));
        await rig.WaitingAsync(20);
        all.Add(RunAsync("modest"));
        await rig.WaitingAsync(21);
        for (var i = 0; i < 3; i++)
        {
            rig.Own.Release(Model);
            await rig.Own.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }

        // As the backend got them: an answer may be on its way to its client when the next request is here already.
        Assert.Contains(rig.Own.Received.Take(3), r => Encoding.UTF8.GetString(r.Body).Contains("from modest", StringComparison.Ordinal));
        rig.Own.Script(Model, new ModelScript());
        rig.Own.Release(Model);
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(30));

        async Task RunAsync(string owner)
        {
            using var response = await rig.SendAsync(CatalogRig.Body("Mine", content: $"\"from {owner}\""), key: keys[owner]);
            Assert.True(response.IsSuccessStatusCode);
        }
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Task<CatalogRig> StartAsync(string queue, string extra = "") => CatalogRig.StartAsync(
        $$"""
        routes:
          - { name: Mine, candidates: [ { backend: own, model: "{{Model}}" } ] }
          - { name: Spills, candidates: [ { backend: own, model: "{{Model}}" }, { backend: cloud, model: Qwen/Qwen3-8B } ] }
        {{extra}}
        """,
        queue: queue);
}
