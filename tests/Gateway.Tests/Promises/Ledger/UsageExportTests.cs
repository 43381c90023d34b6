using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises.Ledger;

/// <summary><c>GET /admin/v1/usage/export</c>: a file of any length, which cannot look complete when it is not.</summary>
public sealed class UsageExportTests
{
    [Fact]
    public async Task Export_FollowsTheFilters_InBothFormats()
    {
        await using var rig = await AdminRig.StartAsync("quotas: { currency: CNY }");
        await rig.Gateway.KeepAsync(
            UsageSamples.Record("2026-10-20T08:00:00Z", team: "=1+1"), UsageSamples.Record("2026-11-20T08:00:00Z", team: "=1+1"),
            UsageSamples.Record("2026-11-20T09:00:00Z", team: "web"));
        using var csv = await rig.SendAsync(
            "GET", "/admin/v1/usage/export?group=team&metric=requests,cost&from=2026-10-01&to=2026-11-24", rig.Admin.Secret);
        Assert.Equal(
            ("text/csv; charset=utf-8", "attachment; filename=\"usage-2026-10-01-to-2026-11-24.csv\""),
            (csv.Content.Headers.ContentType!.ToString(), csv.Content.Headers.ContentDisposition!.ToString()));
        Assert.Equal(
            "start,team,requests,cost,costs\r\n2026-10-20T00:00:00+08:00,'=1+1,1,0.01,CNY=0.01\r\n2026-11-20T00:00:00+08:00,'=1+1,1,0.01,CNY=0.01\r\n2026-11-20T00:00:00+08:00,web,1,0.01,CNY=0.01\r\n",
            await csv.Content.ReadAsStringAsync());

        using var json = await rig.SendAsync("GET", "/admin/v1/usage/export?of=requests&format=json&team=web", rig.Admin.Secret);
        Assert.Equal("web", (string?)Assert.Single(JsonNode.Parse(await json.Content.ReadAsStringAsync())!.AsArray())!["team"]);
        Assert.EndsWith("2026-11-24.json\"", json.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        using var none = await rig.SendAsync("GET", "/admin/v1/usage/export?format=json&team=nobody", rig.Admin.Secret);
        Assert.Empty(JsonNode.Parse(await none.Content.ReadAsStringAsync())!.AsArray());
        using var head = await rig.SendAsync("HEAD", "/admin/v1/usage/export", rig.Admin.Secret);
        Assert.Equal(200, (int)head.StatusCode);
        foreach (var wrong in new[] { "format=xls", "of=request", "of=requests&group=team", "limit=5" })
        {
            await rig.RefusedAsync(400, "GET", $"/admin/v1/usage/export?{wrong}", rig.Admin.Secret);
        }
    }

    [Theory]
    [InlineData("csv", 200_001)]
    [InlineData("json", 200_002)]
    public async Task Export_IsSentBeforeItsLastRecordExists(string format, int lines)
    {
        const int All = 200_000;
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var made = 0;
        await using var rig = await AdminRig.StartAsync(
            services: s => s.AddSingleton<IUsageQueries>(new FakeUsage { Records = _ => MakeAsync() }));
        using var response = await SendAsync(rig, format);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var (count, last) = (0, 0);
        while (count < lines - 1)
        {
            var read = await body.ReadAsync(buffer);
            Assert.True(read > 0, $"It ended after {count} lines.");
            count += buffer.AsSpan(0, read).Count((byte)'\n');
            last = made;
            if (count >= All / 2 - 10)
            {
                // All but what is in a buffer came while the second half was not made.
                rest.TrySetResult();
            }
            else
            {
                Assert.True(last <= All / 2);
            }
        }

        while (await body.ReadAsync(buffer) is var read and > 0)
        {
            count += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        Assert.Equal((lines, All), (count, made));

        async IAsyncEnumerable<UsageRecord> MakeAsync()
        {
            for (var record = UsageSamples.Record("2026-11-23T08:00:00Z"); made < All; made++)
            {
                if (made == All / 2)
                {
                    await rest.Task;
                }

                yield return record;
            }
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Export_ThatBreaksOff_BreaksTheConnection(string format)
    {
        await using var rig = await AdminRig.StartAsync(
            services: s => s.AddSingleton<IUsageQueries>(new FakeUsage { Records = static _ => BreakAsync(1000) }));
        using var response = await SendAsync(rig, format);
        Assert.Equal(200, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Export_ThatFailsBeforeItsFirstRecord_IsAnError()
    {
        await using var rig = await AdminRig.StartAsync(
            services: s => s.AddSingleton<IUsageQueries>(new FakeUsage { Records = static _ => BreakAsync(0) }));
        await rig.RefusedAsync(503, "GET", "/admin/v1/usage/export?of=requests", rig.Admin.Secret);
    }

    private static async IAsyncEnumerable<UsageRecord> BreakAsync(int after)
    {
        for (var i = 0; i < after; i++)
        {
            yield return UsageSamples.Record("2026-11-23T08:00:00Z");
        }

        await Task.Yield();
        throw new TimeoutException("The database is gone.");
    }

    private static async Task<HttpResponseMessage> SendAsync(AdminRig rig, string format)
    {
        using var client = new HttpClient { BaseAddress = rig.Gateway.AdminUrl };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/admin/v1/usage/export?of=requests&format={format}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", rig.Admin.Secret);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
