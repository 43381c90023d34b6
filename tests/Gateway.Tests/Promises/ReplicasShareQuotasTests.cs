using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;
using Gateway.Tests.Quotas.Redis;

namespace Gateway.Tests.Promises;

/// <summary>
/// Quotas are exact over any number of replicas, even when one dies. GATEWAY_SOAK, which './build.sh soak' sets, runs the full times.
/// </summary>
[Collection(nameof(RedisStories))]
public sealed class ReplicasShareQuotasTests
{
    private static readonly bool IsSoak = Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1";

    [Fact]
    public async Task ThreeReplicas_Of1000RequestsAMinute_PassNoMoreInAnyMinuteAndHardlyLess()
    {
        // A minute of 61 seconds passes the limit once; three minutes hold two more whole ones.
        var (duration, minutes) = IsSoak ? (TimeSpan.FromSeconds(180), 2) : (TimeSpan.FromSeconds(8), 1);
        await using var rig = await ReplicaRig.StartAsync(
            "{ per: everyone, model: Open, requestsPerMinute: 1000 }", new ModelScript { Words = 1 });
        var before = rig.Backend.Served.Requests;
        var served = new ConcurrentQueue<TimeSpan>();
        var start = Stopwatch.GetTimestamp();
        // A machine that does other things beside takes longer for as many.
        var least = 980 * (IsSoak ? minutes + 1 : 1);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(async caller =>
        {
            while (Stopwatch.GetElapsedTime(start) < duration || (served.Count < least && Stopwatch.GetElapsedTime(start) < 3 * duration))
            {
                var status = await rig.AskAsync(caller % 3);
                // 503 says that Redis did not answer for two seconds, as on a machine whose processors have other work: nothing passes
                // then.
                Assert.True(status is 200 or 429 or 503, $"status {status}");
                if (status == 200)
                {
                    served.Enqueue(Stopwatch.GetElapsedTime(start));
                }
                else
                {
                    // A client that is told to wait waits; all of these would otherwise only measure the machine.
                    await Task.Delay(TimeSpan.FromMilliseconds(500));
                }
            }
        }));

        var times = served.Order().ToArray();
        Assert.Equal(times.Length, rig.Backend.Served.Requests - before);
        // Answered is a little after admitted, which is what the limit counts; so a window at the client may be that much shorter.
        var shortest =
            Enumerable.Range(0, Math.Max(0, times.Length - 1000)).Select(i => times[i + 1000] - times[i]).DefaultIfEmpty(duration).Min();
        Assert.True(
            times.Length <= 1000 || shortest > TimeSpan.FromSeconds(59),
            $"1,001 requests were answered within {shortest}. {rig.WhatRedisDid}");
        Assert.True(times.Length >= least, $"Only {times.Length} were admitted.");
    }

    [Fact]
    public async Task ReplicaThatIsKilled_GivesItsPlacesBackWithin31Seconds()
    {
        await using var rig = await ReplicaRig.StartAsync(
            "{ per: everyone, model: Open, concurrent: 10 }", new ModelScript { Hold = true });
        var before = rig.Backend.Served.Requests;
        var dying = Enumerable.Range(0, 5).Select(_ => rig.AskAsync(0)).ToArray();
        var living = Enumerable.Range(0, 5).Select(_ => rig.AskAsync(1)).ToArray();
        await WaitUntil.TrueAsync(() => rig.Backend.Served.Requests == before + 10);
        Assert.Equal(429, await rig.AskAsync(2));

        rig.Processes[0].Signal("KILL");
        var killed = Stopwatch.GetTimestamp();
        Assert.All(await Task.WhenAll(dying), status => Assert.Equal(0, status));
        Assert.Equal(429, await rig.AskAsync(2));

        // Five are free again and no more: the other five still run.
        var more = new List<Task<int>>();
        while (more.Count(m => !m.IsCompleted) < 5)
        {
            Assert.True(
                Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(31),
                $"{more.Count(m => !m.IsCompleted)} places were free after 31 s.");
            more.RemoveAll(m => m.IsCompleted);
            more.Add(rig.AskAsync(2));
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(429, await rig.AskAsync(1));
        rig.Backend.Release(ReplicaRig.Model);
        Assert.All(await Task.WhenAll([.. living, .. more]), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task SixtyFourAtOnce_OverThreeReplicas_OnABudgetForTen_SpendNoMoreThanIt()
    {
        await using var rig = await ReplicaRig.StartAsync(
            "{ per: everyone, moneyPerMonth: 0.0109 }", new ModelScript { Words = 60, NotStreamedDelayMs = 100 });

        var before = rig.Backend.Served;

        var statuses = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => rig.AskAsync(i % 3, maxTokens: 1000)));

        var admitted = statuses.Count(s => s == 200);
        Assert.InRange(admitted, 9, 10);
        Assert.Equal(64 - admitted, statuses.Count(s => s == 402));
        var served = rig.Backend.Served;
        Assert.Equal(admitted, served.Requests - before.Requests);
        var spent = (served.PromptTokens - before.PromptTokens + served.CompletionTokens - before.CompletionTokens) / 1_000_000m;
        Assert.True(spent <= 0.0109m);
        await WaitUntil.TrueAsync(async () => await rig.UsedAsync("money_per_month") == spent);
    }
}
