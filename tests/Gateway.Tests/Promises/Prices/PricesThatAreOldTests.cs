using Gateway.Runtime;
using Gateway.Telemetry.Notices;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises.Prices;

/// <summary>An old price in use, and one that is missing where money is limited, are told: in the log, as a metric, as a notice.</summary>
[Collection(nameof(AloneCollection))]
public sealed class PricesThatAreOldTests
{
    private const string Model = "deepseek-ai/DeepSeek-V3";
    private const string Route = $"routes: [ {{ name: Team, candidates: [ {{ backend: cloud, model: {Model} }} ] }} ]";

    [Theory]
    [InlineData(45, 0)]
    [InlineData(46, 1)]
    public async Task PriceInUse_IsOldAfter45Days(int days, int old)
    {
        // Read on 2026-10-08.
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 10, 8, 12, 0, 0, TimeSpan.Zero).AddDays(days));
        await using var rig = await PriceRig.StartAsync([Model, "Qwen/Qwen3-8B"], Route, time);
        await WaitUntil.TrueAsync(() => rig.Gateway.Log.Lines.Any(static l => l.Contains(" 2503 ", StringComparison.Ordinal)));
        Assert.Contains($$"""gateway_prices_old{backend="cloud"} {{old}}""", await rig.MetricsAsync());
        var told = rig.Told.Where(static n => n.Kind == NoticeKind.PriceOld).ToList();
        Assert.Equal(old, told.Count);
        Assert.All(told, static n => Assert.Contains("older than 45 days, the oldest of 2026-10-08: " + Model, n.Text, StringComparison.Ordinal));
        Assert.Equal(old, rig.Gateway.Log.Lines.Count(static l => l.StartsWith("Information 5174 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PriceMissing_WhereMoneyIsLimited_IsTold_UntilThereIsOne()
    {
        const string budget = """

            quotas: { policies: [ { per: everyone, moneyPerMonth: 5 } ] }
            prices: { file: book.tsv }
            """;
        const string route = "routes: [ { name: Team, candidates: [ { backend: cloud, model: someone/new } ] } ]";
        await using var rig = await PriceRig.StartAsync(["someone/new", Model], route + budget, null, ("book.tsv", Book("other")));
        await rig.Gateway.Log.WaitForAsync("Warning 5175 'someone/new' of the backend 'cloud' is in use");
        Assert.Contains("""gateway_prices_missing{backend="cloud"} 1""", await rig.MetricsAsync());
        using (var refused = await rig.AskAsync("Team"))
        {
            Assert.Equal(402, (int)refused.StatusCode);
        }

        await File.WriteAllTextAsync(rig.FileOf("book.tsv"), Book("someone/new"));
        await rig.Gateway.Log.WaitForAsync("The price book book.tsv is in force", nth: 2);
        using (var answer = await rig.AskAsync("Team"))
        {
            Assert.Equal(200, (int)answer.StatusCode);
        }

        rig.Gateway.Services.GetRequiredService<ProbeNews>().Tell(
            rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current, hasNews: false);
        Assert.Equal(
            [false, true], rig.Told.Where(static n => n.Kind == NoticeKind.PriceMissing).Select(static n => n.IsResolved));
    }

    private static string Book(string model) =>
        $"siliconflow.cn\t{model}\ttokens\t0\t\t\t\t\tCNY\t1\t2\t\t\t\tofficial\t2026-12-01";
}
