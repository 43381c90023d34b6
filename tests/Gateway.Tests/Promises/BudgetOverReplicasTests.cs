using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Quotas.Redis;

namespace Gateway.Tests.Promises;

/// <summary>
/// Several gateways never exceed a shared budget, whatever answer limit a client sets and whatever happens to Redis meanwhile.
/// </summary>
[Collection(nameof(RedisStories))]
public sealed class BudgetOverReplicasTests
{
    private const decimal Budget = 0.0109m;

    // Waves of 64; each would spend more than half of the budget alone if all were served.
    private const int Waves = 3;

    private static readonly int?[] s_limits = [1000, null, 0, -1, 1_000_000_000];

    [Theory]
    [InlineData("nothing")]
    [InlineData("freezes")]
    [InlineData("is killed and comes back empty")]
    [InlineData("is emptied")]
    public async Task SixtyFourAtOnce_OverThreeReplicas_SpendNoMoreThanTheBudget_WhileRedis(string does)
    {
        await using var rig = await ReplicaRig.StartAsync(
            $"{{ per: everyone, moneyPerMonth: {Budget} }}", new ModelScript { Words = 300, NotStreamedDelayMs = 100 });
        var before = rig.Backend.Served;
        for (var wave = 0; wave < Waves; wave++)
        {
            var asked = Enumerable.Range(0, 64)
                .Select(i => rig.AskAsync(i % 3, s_limits[i % s_limits.Length], isStreamed: i % 2 == 0))
                .ToArray();
            if (wave == 1)
            {
                await DoAsync(rig, does);
            }

            Assert.DoesNotContain(0, await Task.WhenAll(asked));
        }

        var served = rig.Backend.Served;
        var spent = (served.PromptTokens - before.PromptTokens + served.CompletionTokens - before.CompletionTokens) / 1_000_000m;
        Assert.InRange(spent, 0.0001m, Budget);
    }

    private static async Task DoAsync(ReplicaRig rig, string does)
    {
        switch (does)
        {
            case "freezes":
                rig.Redis.Freeze();
                await Task.Delay(TimeSpan.FromSeconds(1));
                rig.Redis.Thaw();
                break;
            case "is killed and comes back empty":
                await rig.Redis.KillAsync();
                await rig.Redis.StartAsync();
                break;
            case "is emptied":
                await rig.Redis.SendAsync("FLUSHALL");
                break;
            default:
                break;
        }
    }
}
