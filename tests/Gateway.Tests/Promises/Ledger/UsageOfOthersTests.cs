using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Ledger;

/// <summary>Nobody sees more usage than of the keys they may see: no filter, grouping, cursor or export reaches further.</summary>
public sealed class UsageOfOthersTests
{
    private static readonly string[] Ways =
    [
        "", "&group=key", "&team=B", "&team=A&team=B", "&team=", "&owner=bob", "&owner=bob&owner=ann", "&owner=", "&key=bob-key", "&key=",
        "&group=owner,team,key&status=complete",
    ];

    [Fact]
    public async Task Filters_NeverWidenWhatARoleSees()
    {
        await using var rig = await AdminRig.StartAsync();
        await KeepAsync(rig);
        foreach (var way in Ways)
        {
            foreach (var (key, most) in new[] { (rig.Member.Secret, 1), (rig.Lead.Secret, 2), (rig.Stranger.Secret, 1) })
            {
                var sums = await rig.AskAsync("GET", $"/admin/v1/usage?interval=total{way}", key);
                Assert.InRange((int)sums["totals"]!["requests"]!, 0, most);
                if (!way.Contains("group", StringComparison.Ordinal))
                {
                    var list = (await rig.AskAsync("GET", $"/admin/v1/usage/requests?limit=9{way}", key))["data"]!.AsArray();
                    Assert.Equal((int)sums["totals"]!["requests"]!, list.Count);
                }

                foreach (var of in way.Contains("group", StringComparison.Ordinal) ? (string[])["sums"] : ["sums", "requests"])
                {
                    using var export = await rig.SendAsync("GET", $"/admin/v1/usage/export?format=json&of={of}{way}", key);
                    Assert.InRange(JsonNode.Parse(await export.Content.ReadAsStringAsync())!.AsArray().Count, 0, most);
                }
            }
        }

        Assert.Equal(4, (int)(await rig.AskAsync("GET", "/admin/v1/usage?interval=total", rig.Admin.Secret))["totals"]!["requests"]!);
        Assert.Equal(2, (int)(await rig.AskAsync("GET", "/admin/v1/usage?interval=total", rig.Lead.Secret))["totals"]!["requests"]!);
        Assert.Equal(
            "ann-key",
            (string?)Assert.Single((await rig.AskAsync("GET", "/admin/v1/usage?group=key", rig.Member.Secret))["data"]!.AsArray())!["key"]);
    }

    [Fact]
    public async Task Request_OfAnother_IsNotFoundByItsId()
    {
        await using var rig = await AdminRig.StartAsync();
        var records = await KeepAsync(rig);
        var bobs = records.Single(static r => r.Owner == "bob");
        Assert.Empty((await rig.AskAsync("GET", $"/admin/v1/usage/requests?id={bobs.Request:N}", rig.Lead.Secret))["data"]!.AsArray());
        Assert.Single((await rig.AskAsync("GET", $"/admin/v1/usage/requests?id={bobs.Request:N}", rig.Stranger.Secret))["data"]!.AsArray());
    }

    [Fact]
    public async Task Key_AsksForItsOwnUsage_AndGetsNothingOfOthers()
    {
        await using var rig = await AdminRig.StartAsync();
        await KeepAsync(rig);
        await rig.Gateway.KeepAsync(
            UsageSamples.Record("2026-11-23T20:00:00Z", rig.Member.Key.Name.ToUpperInvariant(), "ann", "A"),
            UsageSamples.Record("2026-11-23T15:00:00Z", rig.Member.Key.Name, "ann", "A", "n"));
        var own = await OwnAsync(rig, "?tz=Asia/Shanghai&metric=requests,tokens,cost");
        Assert.Equal(
            ["2026-11-23T00:00:00+08:00 n 1 15 0.01", "2026-11-24T00:00:00+08:00 m 1 15 0.01"],
            own["data"]!.AsArray().Select(static r => $"{r!["start"]} {r["model"]} {r["requests"]} {r["tokens"]} {r["cost"]}"));
        Assert.Equal(2, (int)own["totals"]!["requests"]!);
        Assert.Equal(1, (int)(await OwnAsync(rig, "?from=2026-11-24&tz=Asia/Shanghai&interval=total"))["totals"]!["requests"]!);
        // Whose it is is not asked.
        foreach (var beyond in new[] { "key=bob-key", "owner=bob", "team=B", "group=key", "group=owner" })
        {
            using var response = await SendOwnAsync(rig, "?" + beyond);
            await response.ErrorAsync(400);
        }

        using var nobody = await rig.Gateway.Client.GetAsync(new Uri("/v1/usage", UriKind.Relative));
        await nobody.ErrorAsync(401);
    }

    private static async Task<UsageRecord[]> KeepAsync(AdminRig rig)
    {
        UsageRecord[] records =
        [
            UsageSamples.Record("2026-11-23T08:00:00Z", "ann-key", "ann", "A"),
            UsageSamples.Record("2026-11-23T09:00:00Z", "lea-key", "lea", "A"),
            UsageSamples.Record("2026-11-23T10:00:00Z", "bob-key", "bob", "B"),
            UsageSamples.Record("2026-11-23T11:00:00Z", "loose"),
        ];
        await rig.Gateway.KeepAsync(records);
        return records;
    }

    private static async Task<JsonNode> OwnAsync(AdminRig rig, string query)
    {
        using var response = await SendOwnAsync(rig, query);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<HttpResponseMessage> SendOwnAsync(AdminRig rig, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/usage" + query);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", rig.Member.Secret);
        return await rig.Gateway.Client.SendAsync(request);
    }
}
