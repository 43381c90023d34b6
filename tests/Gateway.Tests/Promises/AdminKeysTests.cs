using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Runtime;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>
/// Keys over the admin API are shown once and paged. Only a caller who saw the latest version may change one, and no key exceeds its
/// maker's rights.
/// </summary>
public sealed class AdminKeysTests : IAsyncLifetime
{
    private const string Keys = "/admin/v1/keys";

    private AdminRig _rig = null!;

    public async ValueTask InitializeAsync() =>
        _rig = await AdminRig.StartAsync(
            "keys: [ { name: written, owner: ann, team: A, sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa } ]");

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Key_IsShownOnce_AndWorksAtOnce()
    {
        var made = await PostAsync(new JsonObject
        {
            ["name"] = "编程",
            ["owner"] = "carl",
            ["tags"] = new JsonArray("Coder"),
            ["expires"] = "2027-01-01",
            ["limits"] = new JsonObject { ["moneyPerDay"] = 2.5 },
        });
        var secret = (string)made["secret"]!;
        Assert.StartsWith($"sk-gw-{made["key"]!["id"]}-", secret, StringComparison.Ordinal);
        Assert.Equal(200, await _rig.Gateway.StatusAsync(secret));
        var shown = await _rig.AskAsync("GET", $"{Keys}/{made["key"]!["id"]}", _rig.Admin.Secret);
        Assert.Equal(made["key"]!.ToJsonString(), shown.ToJsonString());
        Assert.Equal(
            ("编程", "store", 2.5m, 1),
            ((string)shown["name"]!, (string)shown["source"]!, (decimal)shown["limits"]!["moneyPerDay"]!, (long)shown["version"]!));
        Assert.Equal($"sk-gw-{shown["id"]}-...{secret[^4..]}", (string)shown["display"]!);
        foreach (var path in new[] { Keys + "?limit=200", "/admin/v1/audit?limit=200", $"{Keys}/{shown["id"]}" })
        {
            var text = (await _rig.AskAsync("GET", path, _rig.Admin.Secret)).ToJsonString();
            Assert.DoesNotContain(secret.Split('-', 4)[3], text, StringComparison.Ordinal);
            Assert.DoesNotContain("hash\":\"" + Hash(secret), text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Hash(secret), text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(_rig.Gateway.Log.Lines, l => l.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tools_OfAStoredKey_AreSetShownAndInForce()
    {
        var made = await PostAsync(new JsonObject { ["name"] = "page", ["tools"] = "optional" });
        Assert.Equal("optional", (string?)made["key"]!["tools"]);
        Assert.Equal("auto", (string?)(await PostAsync(new JsonObject { ["name"] = "other" }))["key"]!["tools"]);
        await _rig.RefusedAsync(400, "POST", Keys, _rig.Admin.Secret, new JsonObject { ["name"] = "wrong", ["tools"] = "perhaps" });
        var keys = _rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current.Keys;
        Assert.True(keys.Find((string)made["secret"]!)!.HasOptionalTools);
    }

    [Fact]
    public async Task List_IsPaged_AndHoldsEachOnce()
    {
        for (var i = 0; i < 7; i++)
        {
            await PostAsync(new JsonObject { ["name"] = $"page {i}" });
        }

        var names = new List<string>();
        var next = "";
        do
        {
            var page = await _rig.AskAsync("GET", $"{Keys}?limit=3{next}", _rig.Admin.Secret);
            Assert.InRange(page["data"]!.AsArray().Count, 1, 3);
            names.AddRange(page["data"]!.AsArray().Select(k => (string)k!["name"]!));
            next = page["next"] is { } cursor ? $"&after={cursor}" : "";
        }
        while (next.Length > 0);

        Assert.Equal(names.Distinct().Order(StringComparer.OrdinalIgnoreCase), names);
        // Four of the rig, the first admin's, the one of the file, and these.
        Assert.Equal(13, names.Count);
        foreach (var bad in new[] { "limit=0", "limit=201", "limit=x", "limit=-1", "after=%25" })
        {
            await _rig.RefusedAsync(400, "GET", $"{Keys}?{bad}", _rig.Admin.Secret);
        }
    }

    [Fact]
    public async Task Lists_HoldWhatIsTheCallersBusiness()
    {
        await _rig.KeyAsync(KeyRole.Member, "A", "ann");
        await _rig.KeyAsync(KeyRole.Member, "B", "ann");
        Assert.Equal(["key-3", "key-5", "written"], await NamesAsync(_rig.Member.Secret));
        Assert.Equal(["key-2", "key-3", "key-5", "written"], await NamesAsync(_rig.Lead.Secret));
        Assert.Equal(["key-4"], await NamesAsync(_rig.Stranger.Secret));
    }

    [Fact]
    public async Task Change_NeedsTheVersionThatWasSeen()
    {
        var path = $"{Keys}/{_rig.Member.Key.Id}";
        var change = new JsonObject { ["disabled"] = true };
        await _rig.RefusedAsync(428, "PATCH", path, _rig.Admin.Secret, change, version: null);
        await _rig.RefusedAsync(412, "PATCH", path, _rig.Admin.Secret, change, version: "\"7\"");
        await _rig.RefusedAsync(412, "PATCH", path, _rig.Admin.Secret, change, version: "W/\"x\"");
        using var seen = await _rig.SendAsync("GET", path, _rig.Admin.Secret);
        using var changed = await _rig.SendAsync("PATCH", path, _rig.Admin.Secret, change, $"{seen.Headers.ETag}");
        Assert.Equal((200, "\"2\""), ((int)changed.StatusCode, $"{changed.Headers.ETag}"));
        await _rig.RefusedAsync(412, "PATCH", path, _rig.Admin.Secret, change, $"{seen.Headers.ETag}");
        Assert.Equal(401, await _rig.Gateway.StatusAsync(_rig.Member.Secret));
    }

    [Fact]
    public async Task Changes_AtOnce_OfOneVersion_AreOne()
    {
        var path = $"{Keys}/{_rig.Member.Key.Id}";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using var response = await _rig.SendAsync("PATCH", path, _rig.Admin.Secret, new JsonObject { ["owner"] = $"o{i}" }, "\"1\"");
            return (int)response.StatusCode;
        }));
        Assert.Equal(1, answers.Count(a => a == 200));
        Assert.Equal(7, answers.Count(a => a == 412));
    }

    [Fact]
    public async Task RevokedKey_IsChangedNoMore()
    {
        var path = $"{Keys}/{_rig.Member.Key.Id}";
        await _rig.AskAsync("POST", path + "/revoke", _rig.Member.Secret);
        Assert.Equal("key_revoked", (string?)(await _rig.RefusedAsync(409, "POST", path + "/revoke", _rig.Admin.Secret))["code"]);
        await _rig.RefusedAsync(409, "POST", path + "/rotate", _rig.Admin.Secret);
        await _rig.RefusedAsync(409, "PATCH", path, _rig.Admin.Secret, new JsonObject { ["disabled"] = false });
        await _rig.RefusedAsync(401, "GET", Keys, _rig.Member.Secret);
    }

    [Fact]
    public async Task Budget_WhereCountersAreSharedAndTheLedgerIsNot_IsNotStored()
    {
        await using var rig = await AdminRig.StartAsync("quotas: { redis: { endpoints: [ \"127.0.0.1:1\" ] } }");
        foreach (var (path, members) in new[]
        {
            ("keys", "\"role\":\"member\""), ("teams", "\"timeZone\":null"), ("quotas", "\"per\":\"everyone\"")
        })
        {
            JsonNode Body(string limits) => JsonNode.Parse($$"""{"name":"{{rig.NewName()}}",{{members}},"limits":{{limits}}}""")!;
            var error = await rig.RefusedAsync(400, "POST", $"/admin/v1/{path}", rig.Admin.Secret, Body("""{"moneyPerMonth":1}"""));
            Assert.Equal("limits.moneyPerMonth", (string?)error["param"]);
            Assert.Contains("'storage.provider: postgresql'", (string?)error["message"], StringComparison.Ordinal);
            await rig.AskAsync("POST", $"/admin/v1/{path}", rig.Admin.Secret, Body("""{"requestsPerMinute":1}"""));
        }
    }

    [Theory]
    [InlineData("GET", "config:written", 200)]
    [InlineData("PATCH", "config:written", 409)]
    [InlineData("POST", "config:written/revoke", 409)]
    [InlineData("POST", "config:written/rotate", 409)]
    [InlineData("GET", "config:nobody", 404)]
    [InlineData("GET", "%27 OR 1=1 --", 404)]
    public async Task Key_OfTheFile_IsShownAndNotChanged(string method, string id, int status)
    {
        using var response = await _rig.SendAsync(
            method, $"{Keys}/{id}", _rig.Admin.Secret, method == "PATCH" ? new JsonObject { ["disabled"] = true } : null);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("[]", "body")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"a\nb"}""", "name")]
    [InlineData("""{"name":"x","name":"y"}""", "name")]
    [InlineData("""{"name":"x","role":"owner"}""", "role")]
    [InlineData("""{"name":"x","networks":["10.0.0.0/33"]}""", "networks")]
    [InlineData("""{"name":"x","tags":["a\nb"]}""", "tags")]
    [InlineData("""{"name":"x","tags":"Coder"}""", "tags")]
    [InlineData("""{"name":"x","expires":"tomorrow"}""", "expires")]
    [InlineData("""{"name":"x","limits":{"requestsPerMinute":0}}""", "limits.requestsPerMinute")]
    [InlineData("""{"name":"x","limits":{"requestsPerMinute":1.5}}""", "limits.requestsPerMinute")]
    [InlineData("""{"name":"x","limits":{"moneyPerDay":"all"}}""", "limits.moneyPerDay")]
    [InlineData("""{"name":"x","limits":{"requests":1}}""", "limits.requests")]
    [InlineData("""{"name":"x","localOnly":"yes"}""", "localOnly")]
    public async Task Body_WithAMistake_IsToldWhere(string body, string param)
    {
        var error = await RawAsync(body, 400);
        Assert.Equal(param, (string?)error["param"]);
    }

    [Fact]
    public async Task Body_ThatIsNoJson_OrTooLarge_IsRefused()
    {
        await RawAsync("{", 400);
        await RawAsync($$"""{"name":"{{new string('x', 70_000)}}"}""", 413);
        await RawAsync("""{"name":"x"}""", 415, "text/plain");
    }

    [Theory]
    [InlineData("Written")]
    [InlineData("KEY-1")]
    public async Task Name_ThatIsTaken_IsRefused(string name) =>
        Assert.Equal(
            "name_taken",
            (string?)(await _rig.RefusedAsync(409, "POST", Keys, _rig.Admin.Secret, new JsonObject { ["name"] = name }))["code"]);

    private static string Hash(string key) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));

    private Task<JsonNode> PostAsync(JsonNode body) => _rig.AskAsync("POST", Keys, _rig.Admin.Secret, body);

    private async Task<IEnumerable<string>> NamesAsync(string key) =>
        (await _rig.AskAsync("GET", Keys, key))["data"]!.AsArray().Select(k => (string)k!["name"]!);

    private async Task<JsonNode> RawAsync(string body, int status, string type = "application/json")
    {
        using var client = new HttpClient { BaseAddress = _rig.Gateway.AdminUrl };
        client.DefaultRequestHeaders.Authorization = new("Bearer", _rig.Admin.Secret);
        using var content = new StringContent(body, null, type);
        using var response = await client.PostAsync(new Uri(Keys, UriKind.Relative), content);
        return await response.ErrorAsync(status);
    }
}
