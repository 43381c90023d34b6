using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary><c>GET /admin/v1/usage/requests</c>: single requests, newest first, each once.</summary>
public sealed class UsageRequestsTests
{
    [Fact]
    public async Task List_IsPaged_NewestFirst_AndHoldsEachOnce()
    {
        await using var rig = await AdminRig.StartAsync();
        // Several at the same moment, which a page may end between.
        var records = Enumerable.Range(0, 25).Select(static i => UsageSamples.Record($"2026-11-23T08:00:{i / 5:00}Z")).ToArray();
        await rig.Gateway.KeepAsync(records);
        var (seen, after) = (new List<string>(), "");
        do
        {
            var page = await rig.AskAsync("GET", $"/admin/v1/usage/requests?limit=7{after}", rig.Admin.Secret);
            Assert.InRange(page["data"]!.AsArray().Count, 1, 7);
            seen.AddRange(page["data"]!.AsArray().Select(static r => (string)r!["id"]!));
            after = (string?)page["next"] is { } next ? "&after=" + next : "";
        }
        while (after.Length > 0);
        Assert.Equal(
            records.OrderByDescending(static r => r.CountedAt).ThenByDescending(static r => r.ToString(), StringComparer.Ordinal)
                .Select(static r => r.ToString()), seen);
        foreach (var wrong in new[] { "after=x", "after=!", "limit=0", "limit=201", "id=12", "group=team" })
        {
            await rig.RefusedAsync(400, "GET", $"/admin/v1/usage/requests?{wrong}", rig.Admin.Secret);
        }
    }

    [Fact]
    public async Task Request_IsFoundByItsId_WithEveryFieldOfItsRecord()
    {
        await using var rig = await AdminRig.StartAsync("quotas: { currency: CNY }");
        // Longer ago than is asked for where nothing is said.
        var record = UsageSamples.Record("2026-08-01T16:30:00Z", "k", "ann", "A", end: AnswerEnd.BackendError);
        (record.Error, record.ReservedNano, record.ReservedTokens) = ("upstream_error", 20_000_000, 100);
        await rig.Gateway.KeepAsync(record, UsageSamples.Record("2026-08-01T16:30:00Z"));
        foreach (var id in new[] { $"{record.Request:N}", $"{record.Request:D}", record.ToString() })
        {
            var row =
                Assert.Single(
                    (await rig.AskAsync(
                        "GET", $"/admin/v1/usage/requests?id={id}&status=backend_error", rig.Admin.Secret))["data"]!.AsArray())!.AsObject();
            Assert.Equal(
                (record.ToString(), "2026-08-02T00:30:00+08:00", "ann", "backend_error", 502),
                ((string?)row["id"], (string?)row["received_at"], (string?)row["owner"], (string?)row["status"], (int)row["http_status"]!));
            Assert.Equal(
                ("0.01", "CNY", "2026-11-01", "0.02", 100),
                ((string?)row["cost"], (string?)row["currency"], (string?)row["price_of"], (string?)row["reserved"],
                    (int)row["reserved_tokens"]!));
            // The id holds two properties, tokens their own, the cost three; its currency of account is the gateway's.
            var tokens = typeof(TokenUsage).GetProperties().Length;
            Assert.Equal(typeof(UsageRecord).GetProperties().Length - 2 + 1 + tokens - 1 + 3 - 1 + 1, row.Count);
        }
    }
}
