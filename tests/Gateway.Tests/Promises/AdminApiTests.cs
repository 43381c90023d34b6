using System.Text.Json.Nodes;
using Gateway.Admin;
using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Ledger.Storage;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>The rest of the admin API: teams, quotas, the audit log, its description, and refused callers.</summary>
public sealed class AdminApiTests
{
    [Fact]
    public async Task WrongKeys_FiveInAMinute_ShutTheirAddressOutForTheRestOfIt()
    {
        await using var rig = await AdminRig.StartAsync();
        for (var i = 0; i < AdminLockout.Most; i++)
        {
            await rig.RefusedAsync(401, "GET", "/admin/v1/keys", $"sk-gw-00000000-{i}");
            rig.Time.Advance(TimeSpan.FromSeconds(2));
        }

        using (var response = await rig.SendAsync("GET", "/admin/v1/keys", rig.Admin.Secret))
        {
            Assert.Equal("locked_out", (string?)(await response.ErrorAsync(429))["code"]);
            Assert.Equal(50, response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        }

        rig.Time.Advance(TimeSpan.FromSeconds(49));
        await rig.RefusedAsync(429, "GET", "/admin/v1/keys", rig.Admin.Secret);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.AskAsync("GET", "/admin/v1/keys", rig.Admin.Secret);
        // Without any key nobody guesses, and the API of clients is another matter.
        for (var i = 0; i < 2 * AdminLockout.Most; i++)
        {
            await rig.RefusedAsync(401, "GET", "/admin/v1/keys", null);
        }

        await rig.AskAsync("GET", "/admin/v1/keys", rig.Admin.Secret);
    }

    [Fact]
    public async Task Backends_NeedNoKey_UntilThereIsAnAdmins()
    {
        await using var gateway = TestGateway.Start("");
        using var client = new HttpClient { BaseAddress = gateway.AdminUrl };
        var backends = new Uri("/admin/v1/backends", UriKind.Relative);
        using (var open = await client.GetAsync(backends))
        {
            Assert.Equal(200, (int)open.StatusCode);
        }

        using (var keys = await client.GetAsync(new Uri("/admin/v1/keys", UriKind.Relative)))
        {
            Assert.Contains("gateway keys new", (string?)(await keys.ErrorAsync(401))["message"], StringComparison.Ordinal);
        }

        await gateway.NewKeyAsync(new() { Name = "root", Role = Gateway.Configuration.KeyRole.Admin });
        using var closed = await client.GetAsync(backends);
        await closed.ErrorAsync(401);
    }

    [Fact]
    public async Task OpenApi_HoldsEveryRoute()
    {
        await using var rig = await AdminRig.StartAsync();
        var document = await rig.AskAsync("GET", "/admin/v1/openapi.json", rig.Member.Secret);
        var routes = rig.Gateway.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => e.Metadata.GetMetadata<AdminRoute>()).OfType<AdminRoute>().ToList();
        Assert.True(routes.Count > 15);
        foreach (var route in routes)
        {
            var operation = document["paths"]?[route.Path]?[route.Method.ToLowerInvariant()];
            Assert.True(operation is not null, $"{route.Method} {route.Path} is not described.");
            Assert.Equal(route.Fields is not null, operation["requestBody"] is not null);
            Assert.NotNull(operation["responses"]![$"{route.Status}"]);
        }

        var create = document["paths"]!["/admin/v1/keys"]!["post"]!;
        var schema = create["requestBody"]!["content"]!["application/json"]!["schema"]!;
        Assert.False((bool)schema["additionalProperties"]!);
        Assert.Equal(["member", "lead", "admin"], schema["properties"]!["role"]!["enum"]!.AsArray().Select(e => (string)e!));
        Assert.Equal("integer", (string?)schema["properties"]!["limits"]!["properties"]!["requestsPerMinute"]!["type"]);
        Assert.Null(schema["properties"]!["id"]);
        Assert.NotNull(create["responses"]!["201"]!["content"]!["application/json"]!["schema"]!["properties"]!["secret"]);
    }

    [Fact]
    public async Task Team_IsMadeChangedAndRemoved_AndItsLimitsHoldAtOnce()
    {
        await using var rig = await AdminRig.StartAsync("teams: [ { name: Written, limits: { concurrent: 1 } } ]");
        var limits = new JsonObject { ["requestsPerMinute"] = 5 };
        await rig.AskAsync(
            "POST", "/admin/v1/teams", rig.Admin.Secret,
            new JsonObject { ["name"] = "A", ["limits"] = limits, ["timeZone"] = "Europe/Berlin" });
        await rig.RefusedAsync(409, "POST", "/admin/v1/teams", rig.Admin.Secret, new JsonObject { ["name"] = "a" });
        await rig.RefusedAsync(409, "POST", "/admin/v1/teams", rig.Admin.Secret, new JsonObject { ["name"] = "written" });
        await rig.RefusedAsync(
            400, "POST", "/admin/v1/teams", rig.Admin.Secret, new JsonObject { ["name"] = "z", ["timeZone"] = "Berlin" });
        await rig.RefusedAsync(409, "PATCH", "/admin/v1/teams/written", rig.Admin.Secret, new JsonObject { ["timeZone"] = null });
        Assert.Equal(5, await LimitAsync(rig, rig.Member.Secret));
        var changed = await rig.AskAsync(
            "PATCH", "/admin/v1/teams/A", rig.Admin.Secret, new JsonObject { ["limits"] = new JsonObject { ["requestsPerMinute"] = 7 } },
            "\"1\"");
        Assert.Equal(("Europe/Berlin", 2), ((string)changed["timeZone"]!, (long)changed["version"]!));
        Assert.Equal(7, await LimitAsync(rig, rig.Member.Secret));
        Assert.Equal("in_use", (string?)(await rig.RefusedAsync(409, "DELETE", "/admin/v1/teams/A", rig.Admin.Secret))["code"]);
        foreach (var key in new[] { rig.Member, rig.Lead })
        {
            await rig.AskAsync("POST", $"/admin/v1/keys/{key.Key.Id}/revoke", rig.Admin.Secret);
        }

        await rig.AskAsync("DELETE", "/admin/v1/teams/A", rig.Admin.Secret);
        await rig.RefusedAsync(404, "GET", "/admin/v1/teams/A", rig.Admin.Secret);
    }

    [Fact]
    public async Task Quota_IsMadeChangedAndRemoved_AndHoldsAtOnce()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.RefusedAsync(400, "POST", "/admin/v1/quotas", rig.Admin.Secret, new JsonObject { ["name"] = "q", ["per"] = "owner" });
        await rig.RefusedAsync(
            400, "POST", "/admin/v1/quotas", rig.Admin.Secret,
            new JsonObject { ["name"] = "q", ["limits"] = new JsonObject { ["concurrent"] = 1 } });
        await rig.AskAsync("POST", "/admin/v1/quotas", rig.Admin.Secret, new JsonObject
        {
            ["name"] = "q",
            ["per"] = "owner",
            ["of"] = "ann",
            ["limits"] = new JsonObject { ["requestsPerMinute"] = 4 },
        });
        Assert.Equal(4, await LimitAsync(rig, rig.Member.Secret));
        Assert.Null(await LimitAsync(rig, rig.Stranger.Secret));
        await rig.AskAsync("PATCH", "/admin/v1/quotas/Q", rig.Admin.Secret, new JsonObject { ["of"] = null }, "\"1\"");
        Assert.Equal(4, await LimitAsync(rig, rig.Stranger.Secret));
        await rig.AskAsync("DELETE", "/admin/v1/quotas/q", rig.Admin.Secret);
        Assert.Null(await LimitAsync(rig, rig.Member.Secret));
    }

    [Fact]
    public async Task Gateway_ThatStoresNothing_SaysSo()
    {
        var key = Gateway.Authentication.NewKey.Create().Text;
        Gateway.Authentication.KeyHash.TryOf(key, out var hash);
        await using var gateway = TestGateway.Start(
            $"storage: {{ provider: none }}\nkeys: [ {{ name: root, role: admin, sha256: \"{hash}\" }} ]");
        using var client = new HttpClient { BaseAddress = gateway.AdminUrl };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var content = new StringContent("""{"name":"x"}""", null, "application/json");
        using var response = await client.PostAsync(new Uri("/admin/v1/keys", UriKind.Relative), content);
        Assert.Equal("no_storage", (string?)(await response.ErrorAsync(409))["code"]);
    }

    [Fact]
    public async Task Audit_TellsEveryChange_ByWhomFromWhereAndHowItWas()
    {
        await using var rig = await AdminRig.StartAsync();
        await rig.AskAsync("PATCH", $"/admin/v1/keys/{rig.Member.Key.Id}", rig.Lead.Secret, new JsonObject { ["localOnly"] = true });
        await rig.RefusedAsync(403, "PATCH", $"/admin/v1/keys/{rig.Member.Key.Id}", rig.Lead.Secret, new JsonObject { ["role"] = "admin" });
        await rig.AskAsync("POST", $"/admin/v1/keys/{rig.Member.Key.Id}/revoke", rig.Admin.Secret);
        var page = await rig.AskAsync("GET", "/admin/v1/audit?limit=2", rig.Admin.Secret);
        var entries = page["data"]!.AsArray();
        Assert.Equal(["key.revoke", "key.change"], entries.Select(e => (string)e!["action"]!));
        var change = entries[1]!;
        Assert.Equal(
            ("127.0.0.1", $"key-2 ({rig.Lead.Key.Id})", rig.Member.Key.Id),
            ((string)change["from"]!, (string)change["by"]!, (string)change["target"]!));
        Assert.Equal((false, true), ((bool)change["before"]!["localOnly"]!, (bool)change["after"]!["localOnly"]!));
        // Before these: four keys by the rig and the first admin's.
        var rest = (await rig.AskAsync("GET", $"/admin/v1/audit?limit=200&after={page["next"]}", rig.Admin.Secret))["data"]!.AsArray();
        Assert.Equal([5, 4, 3, 2, 1], rest.Select(e => (long)e!["number"]!));
        Assert.Equal(["cli", "cli", "cli", "cli", "first-start"], rest.Select(e => (string)e!["by"]!));
    }

    [Theory]
    [InlineData("UPDATE audit SET after = '[]' WHERE number = 3", 3)]
    [InlineData("UPDATE audit SET by = 'nobody' WHERE number = 1", 1)]
    [InlineData("DELETE FROM audit WHERE number = 2", 2)]
    [InlineData("UPDATE audit SET number = 9 WHERE number = 5", 5)]
    public async Task Audit_ThatWasTamperedWith_IsFoundAtTheFirstBrokenEntry(string tampering, long broken)
    {
        await using var rig = await AdminRig.StartAsync();
        var whole = await rig.AskAsync("GET", "/admin/v1/audit/verify", rig.Admin.Secret);
        Assert.Equal((true, 5), ((bool)whole["holds"]!, (long)whole["entries"]!));
        await using var tables = rig.Gateway.Services.GetRequiredService<AccessStore>().Open();
        // The database itself refuses, until somebody who may takes its guards away.
        await Assert.ThrowsAnyAsync<Exception>(() => tables.Database.ExecuteSqlRawAsync(tampering));
        await tables.Database.ExecuteSqlRawAsync("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;");
        await tables.Database.ExecuteSqlRawAsync(tampering);
        var verdict = await rig.AskAsync("GET", "/admin/v1/audit/verify", rig.Admin.Secret);
        Assert.Equal((false, broken), ((bool)verdict["holds"]!, (long)verdict["firstBroken"]!));
    }

    private static async Task<long?> LimitAsync(AdminRig rig, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/usage/limits");
        request.Headers.Authorization = new("Bearer", key);
        using var response = await rig.Gateway.Client.SendAsync(request);
        var limits = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["data"]!.AsArray();
        return limits.Count == 0 ? null : (long)limits.Single()!["max"]!;
    }
}
