using Gateway.Authentication;
using Gateway.Budgets;
using Gateway.Quotas;
using Gateway.Runtime;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>Budget counters and the ledger agree. If they do not, the ledger is right.</summary>
public sealed class QuotasAgreeWithTheLedgerTests
{
    private const string Policy = "{ per: key, tokensPerDay: 1000000, moneyPerMonth: 100 }";

    [Fact]
    public async Task Budget_OutlivesTheProcess()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        try
        {
            long used;
            await using (var rig = await QuotaRig.StartAsync(Policy, place: folder))
            {
                await rig.AskAsync("Cloud");
                used = (long)(await rig.LimitAsync("tokens_per_day"))["used"]!;
                Assert.True(used > 0);
            }

            await using var again = await QuotaRig.StartAsync(Policy, place: folder);
            // Before anybody has asked for anything too; on a busy machine it may not be known at once, and is never 0.
            await WaitUntil.TrueAsync(async () => (await again.LimitAsync("tokens_per_day"))["used"] is not null);
            Assert.Equal(used, (long)(await again.LimitAsync("tokens_per_day"))["used"]!);
            await again.AskAsync("Cloud");

            Assert.Equal(2 * used, (long)(await again.LimitAsync("tokens_per_day"))["used"]!);
            Assert.Equal(0, await DriftAsync(again));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Counters_ThatAreSharedByGatewaysThatShareNoLedger_AreNeverCorrected()
    {
        await using var gateway = TestGateway.Start("quotas: { redis: { endpoints: [ \"127.0.0.1:1\" ] } }");
        Assert.Null(gateway.Services.GetService<LedgerReconciler>());
        Assert.Null(gateway.Services.GetService<QuotaOpening>());
    }

    [Fact]
    public async Task Counters_ThatLackSomething_AreCorrected_AndAgreeAfterwards()
    {
        await using var rig = await QuotaRig.StartAsync(Policy);
        await rig.AskAsync("Cloud");
        var used = (long)(await rig.LimitAsync("tokens_per_day"))["used"]!;
        Assert.Equal(0, await DriftAsync(rig));

        // As if a settlement had been lost.
        var subject = rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current.Policies.SubjectsOf(
            ApiKey.Anonymous.Counted, "Cloud")
            .Single();
        var periods = subject.Calendar.At(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        await rig.Gateway.Services.GetRequiredService<IQuotaStore>().CorrectAsync(
            new QuotaCorrection(subject, periods.Day, new(-3, 0), periods.Month, new(-3, 0)), default);
        Assert.Equal(used - 3, (long)(await rig.LimitAsync("tokens_per_day"))["used"]!);

        Assert.Equal(3, await DriftAsync(rig, subject));
        Assert.Equal(used, (long)(await rig.LimitAsync("tokens_per_day"))["used"]!);
        Assert.Equal(0, await DriftAsync(rig, subject));
    }

    [Fact]
    public async Task Counters_AgreeWithTheLedger_AfterEveryKindOfEnd()
    {
        await using var rig = await QuotaRig.StartAsync(Policy);
        foreach (var failure in new FailureMode?[]
        {
            null, FailureMode.Reset, FailureMode.CutToolCall, FailureMode.PlainEnd
        })
        {
            rig.Ollama.Script(
                Rig.LocalModel,
                new ModelScript
                {
                    Fail = failure ?? FailureMode.None,
                    FailAfterChunks = 3,
                    Text = "a few words that come and go"
                });
            foreach (var stream in new[] { true, false })
            {
                using var response = await rig.ChatAsync("Coder", stream);
                await response.Content.ReadAsStringAsync();
            }
        }

        Assert.True((long)(await rig.LimitAsync("tokens_per_day"))["used"]! > 0);
        Assert.Equal(0, await DriftAsync(rig));
    }

    private static async Task<long> DriftAsync(Rig rig, QuotaSubject? subject = null)
    {
        var reconciler = rig.Gateway.Services.GetRequiredService<LedgerReconciler>();
        if (subject is not null)
        {
            reconciler.Used([subject]);
        }

        await reconciler.ReconcileAsync(default);
        return reconciler.DriftTokens;
    }
}
