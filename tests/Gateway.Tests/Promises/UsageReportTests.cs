using System.Text.Json.Nodes;
using Gateway.Ledger.Queries;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary><c>GET /admin/v1/usage</c>: usage is summed as requested, exact to the token and the billionth.</summary>
public sealed class UsageReportTests
{
    [Fact]
    public async Task Sums_FollowGroupsIntervalAndFilters_AndAddUpToTheTotals()
    {
        await using var rig = await AdminRig.StartAsync("quotas: { currency: CNY }");
        await rig.Gateway.KeepAsync(
            UsageSamples.Record("2026-11-20T08:00:00Z", team: "ml", model: "a"),
            UsageSamples.Record("2026-11-20T09:00:00Z", team: "ml", model: "a", nano: 1),
            UsageSamples.Record("2026-11-20T15:59:59.999Z", team: "ml", model: "b", currency: "USD"),
            // It is the 21st in Shanghai.
            UsageSamples.Record("2026-11-20T16:00:00Z", team: "web", model: "a", end: AnswerEnd.Failed),
            UsageSamples.Record("2026-11-20T16:00:00Z", model: "a"));
        var report = await rig.AskAsync(
            "GET", "/admin/v1/usage?group=team,model&from=2026-11-20&to=2026-11-21&metric=requests,failed,tokens,cached,cost,latency",
            rig.Admin.Secret);
        Assert.Equal(("Asia/Shanghai", "day", "CNY"), ((string?)report["tz"], (string?)report["interval"], (string?)report["currency"]));
        Assert.Equal(
            ["2026-11-20T00:00:00+08:00 ml a 2 0 30 8 0.010000001", "2026-11-20T00:00:00+08:00 ml b 1 0 15 4 0.07",
            "2026-11-21T00:00:00+08:00 web a 1 1 15 4 0.01", "2026-11-21T00:00:00+08:00  a 1 0 15 4 0.01"],
            report["data"]!.AsArray().Select(
                r => $"{r!["start"]} {r["team"]} {r["model"]} {r["requests"]} {r["failed"]} {r["tokens"]} {r["cached"]} {r["cost"]}"));
        Assert.Equal("5 1 75 20 0.100000001", Totals(report));
        // No floating point on the way: strings, by currency and together.
        Assert.Equal("""{"CNY":"0.030000001","USD":"0.01"}""", report["totals"]!["costs"]!.ToJsonString());
        Assert.InRange((int)report["totals"]!["latency_p95"]!, 80, 160);

        Assert.Equal(
            "2 1 30 8 0.02",
            Totals(
                await rig.AskAsync("GET", "/admin/v1/usage?team=WEB&team=&metric=requests,failed,tokens,cached,cost", rig.Admin.Secret)));
        var utc = await rig.AskAsync("GET", "/admin/v1/usage?tz=UTC", rig.Admin.Secret);
        Assert.Equal("2026-11-20T00:00:00+00:00", (string?)Assert.Single(utc["data"]!.AsArray())!["start"]);
    }

    [Theory]
    // The hour that comes twice, and the one that is left out; each request is in one day.
    [InlineData(
        "Europe/Berlin", "from=2026-10-25&to=2026-10-25",
        "2026-10-24T21:59:00Z 2026-10-24T22:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T22:59:00Z 2026-10-25T23:00:00Z", 4)]
    [InlineData(
        "America/New_York", "from=2026-03-08&to=2026-03-08",
        "2026-03-08T04:59:00Z 2026-03-08T05:00:00Z 2026-03-08T07:00:00Z 2026-03-09T03:59:00Z 2026-03-09T04:00:00Z", 3)]
    [InlineData(
        "Asia/Shanghai", "from=2026-02-28&to=2026-02-28",
        "2026-02-27T15:59:00Z 2026-02-27T16:00:00Z 2026-02-28T15:59:00Z 2026-02-28T16:00:00Z", 2)]
    public async Task Day_IsTheOneOfTheZone_OverMidnightDstAndMonthEnds(string zone, string day, string moments, int within)
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.Gateway.KeepAsync([.. moments.Split(' ').Select(static m => UsageSamples.Record(m))]);
        var report = await rig.AskAsync("GET", $"/admin/v1/usage?tz={zone}&{day}&metric=requests", rig.Admin.Secret);
        Assert.Equal(within, (int)report["totals"]!["requests"]!);
        Assert.Equal(day[5..15] + "T00:00:00", ((string?)Assert.Single(report["data"]!.AsArray())!["start"])![..19]);
        var hours = await rig.AskAsync("GET", $"/admin/v1/usage?tz={zone}&{day}&metric=requests&interval=hour", rig.Admin.Secret);
        Assert.Equal(within, hours["data"]!.AsArray().Sum(static h => (int)h!["requests"]!));
        // Every row of an hour begins where it says, though two of a day may bear the same hour.
        Assert.Equal(hours["data"]!.AsArray().Count, hours["data"]!.AsArray().Select(static h => (string?)h!["start"]).Distinct().Count());
    }

    [Fact]
    public async Task Request_ThatIsRefused_IsToldApartFromOneThatFails()
    {
        await using var rig = await Rig.StartAsync("resilience: { retries: 0 }");
        await rig.AnswerAsync("Local");
        using (var refused = await rig.ChatAsync("Nobody"))
        {
            await refused.ErrorAsync(404);
        }

        rig.Open.Script(Rig.OpenModel, new ModelScript { ErrorStatus = 500 });
        using (var failed = await rig.ChatAsync("Open"))
        {
            Assert.True((int)failed.StatusCode >= 500);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await rig.Gateway.Services.GetRequiredService<Gateway.Ledger.UsageWriter>().FlushAsync(limit.Token);
        foreach (var group in new[] { "", "&group=status", "&group=client", "&group=tag,status" })
        {
            var report = JsonNode.Parse(await rig.Client.GetStringAsync(new Uri("/v1/usage?interval=total" + group, UriKind.Relative)))!;
            Assert.Equal((3, 1, 1), Counts(report["totals"]!));
            Assert.Equal(
                (3, 1, 1),
                report["data"]!.AsArray().Select(static r => Counts(r!)).Aggregate(
                    static (a, b) => (a.Requests + b.Requests, a.Failed + b.Failed, a.Refused + b.Refused)));
        }

        static (int Requests, int Failed, int Refused) Counts(JsonNode sums) =>
            ((int)sums["requests"]!, (int)sums["failed"]!, (int)sums["refused"]!);
    }

    [Fact]
    public async Task Answer_WithTooManyRows_IsRefusedBeforeItIsMade()
    {
        var fake = new FakeUsage
        {
            Report = static (
                query,
                _) =>
                    Task.FromResult(
                        new UsageReport(
                            [.. Enumerable.Repeat(new UsageRow(default, [null], new UsageSums()), query.MostRows)], new UsageSums()))
        };
        await using var rig = await AdminRig.StartAsync(services: s => s.AddSingleton<IUsageQueries>(fake));
        Assert.Equal("too_many_rows", (string?)(await rig.RefusedAsync(400, "GET", "/admin/v1/usage?group=key", rig.Admin.Secret))["code"]);
        Assert.Equal(10_001, fake.Asked[0].MostRows);
        await rig.RefusedAsync(400, "GET", "/admin/v1/usage?interval=hour&from=2020-01-01", rig.Admin.Secret);
        Assert.Single(fake.Asked);
    }

    [Fact]
    public async Task Ledger_ThatFailsOrHangs_IsToldInTime()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fake = new FakeUsage { Report = static (_, _) => throw new IOException("gone") };
        await using var rig = await AdminRig.StartAsync(services: s => s.AddSingleton<IUsageQueries>(fake));
        Assert.Equal("storage_unavailable", (string?)(await rig.RefusedAsync(503, "GET", "/admin/v1/usage", rig.Admin.Secret))["code"]);
        fake.Report = async (_, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return null!;
        };
        var answer = rig.RefusedAsync(503, "GET", "/admin/v1/usage", rig.Admin.Secret);
        await asked.Task;
        rig.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("storage_unavailable", (string?)(await answer)["code"]);
    }

    [Fact]
    public async Task Gateway_ThatKeepsNothing_SaysSo()
    {
        await using var gateway = TestGateway.Start("storage: { provider: none }");
        using var response = await gateway.Client.GetAsync(new Uri("/v1/usage", UriKind.Relative));
        Assert.Equal("no_ledger", (string?)(await response.ErrorAsync(409))["code"]);
    }

    private static string Totals(JsonNode report) =>
        report["totals"] is var t ? $"{t!["requests"]} {t["failed"]} {t["tokens"]} {t["cached"]} {t["cost"]}" : "";
}
