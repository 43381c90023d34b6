using Gateway.Ledger.Records;
using Gateway.Runtime;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Options;
using Gateway.Telemetry.Notices;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises.Prices;

/// <summary>
/// A provider that answers with another model bills that one. So does the gateway, and it says so: in the header, the ledger, a metric and
/// to the operator.
/// </summary>
[Collection(nameof(AloneCollection))]
public sealed class ModelThatAnsweredIsPricedTests
{
    private const string Asked = "Qwen/Qwen3-8B";
    private const string Other = "zai-org/GLM-5.2";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_OfAnotherModel_IsPricedAsThat_AndSaid(bool stream)
    {
        await using var rig = await PriceRig.StartAsync([Asked, Other]);
        rig.Cloud.Script(Asked, new ModelScript { AnsweredAs = Other });
        using var response = await rig.AskAsync(Asked, stream);
        Assert.Equal($"cloud answers '{Asked}' with {Other} and bills that.", response.Header("x-gateway-decision"));
        Assert.Equal(Asked, response.Header("x-gateway-model"));
        await response.Content.ReadAsStringAsync();
        var record = Assert.Single(await rig.Gateway.RecordsOfAsync(response));
        // The one that was asked is free.
        Assert.Equal((Asked, Other, "CNY"), (record.Model, record.BilledModel, record.Cost!.Value.Currency));
        Assert.Equal(8_000L * record.Tokens.Prompt!.Value + 28_000L * record.Tokens.Output!.Value, record.Cost!.Value.Nano);
        Assert.Contains(
            $$"""gateway_model_redirected_total{backend="cloud",from="{{Asked}}",to="{{Other}}"} 1""", await rig.MetricsAsync());
    }

    [Fact]
    public async Task Answer_WithANameOfItsOwn_IsPricedAsAskedFor()
    {
        await using var rig = await PriceRig.StartAsync([Asked, Other]);
        foreach (var name in new[] { "qwen3-8b-2507-fp8", "\\ud83d", "qwen/QWEN3-8b", new string('x', 5000) })
        {
            rig.Cloud.Script(Asked, new ModelScript { AnsweredAs = name });
            using var response = await rig.AskAsync(Asked);
            Assert.False(response.Headers.Contains("x-gateway-decision"));
            var record = Assert.Single(await rig.Gateway.RecordsOfAsync(response));
            Assert.Equal((null, 0L, UsageMarks.None), (record.BilledModel, record.Cost!.Value.Nano, record.Marks));
        }
    }

    [Fact]
    public async Task RedirectedName_ThatEchoesItself_IsPricedAsWhatAnswers_AndSaid()
    {
        const string old = "Pro/moonshotai/Kimi-K2.5";
        await using var rig = await PriceRig.StartAsync([old, Other]);
        using var response = await rig.AskAsync(old);
        Assert.Equal(
            "cloud answers 'Pro/moonshotai/Kimi-K2.5' with Pro/moonshotai/Kimi-K2.6 and bills that.", response.Header("x-gateway-decision"));
        var record = Assert.Single(await rig.Gateway.RecordsOfAsync(response));
        Assert.Equal("Pro/moonshotai/Kimi-K2.6", record.BilledModel);
        Assert.Equal(6_500L * record.Tokens.Prompt!.Value + 27_000L * record.Tokens.Output!.Value, record.Cost!.Value.Nano);
        rig.Gateway.Services.GetRequiredService<ProbeNews>().Tell(
            rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current, hasNews: false);
        await rig.Gateway.Log.WaitForAsync("Warning 2540 siliconflow.cn answers 'Pro/moonshotai/Kimi-K2.5' with Pro/moonshotai/Kimi-K2.6");
        Assert.Contains(
            rig.Told, static n => n is { Kind: NoticeKind.ModelEnding, Subject: "cloud/Pro/moonshotai/Kimi-K2.5", IsResolved: false });
    }

    [Fact]
    public async Task RedirectedName_ThatIsNoLongerListed_LeadsToWhatAnswers()
    {
        await using var rig = await PriceRig.StartAsync(["Pro/moonshotai/Kimi-K2.6"]);
        foreach (var name in new[] { "Pro/moonshotai/Kimi-K2.5", "cloud/Pro/moonshotai/Kimi-K2.5" })
        {
            using var response = await rig.AskAsync(name);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal("Pro/moonshotai/Kimi-K2.6", response.Header("x-gateway-model"));
            Assert.Contains(
                "with Pro/moonshotai/Kimi-K2.6 since 2026-06-11, and bills that", response.Header("x-gateway-decision"),
                StringComparison.Ordinal);
        }

        Assert.All(rig.Cloud.Received, static r => Assert.Equal("Pro/moonshotai/Kimi-K2.6", r.Model));
    }

    [Fact]
    public async Task Answer_WithoutAPrice_IsUnpriced_AndNotFree()
    {
        await using var rig = await PriceRig.StartAsync(["someone/new-model", Asked]);
        using var unpriced = await rig.AskAsync("someone/new-model");
        using var free = await rig.AskAsync(Asked);
        var record = Assert.Single(await rig.Gateway.RecordsOfAsync(unpriced));
        Assert.Equal((null, UsageMarks.Unpriced), (record.Cost, record.Marks));
        record = Assert.Single(await rig.Gateway.RecordsOfAsync(free));
        Assert.Equal((0L, UsageMarks.None), (record.Cost!.Value.Nano, record.Marks));
        Assert.True(record.PriceAgeDays > 0);
    }
}
