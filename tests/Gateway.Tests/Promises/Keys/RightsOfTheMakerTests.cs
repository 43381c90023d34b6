using System.Text.Json.Nodes;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Keys;

/// <summary>No key can do more than the key that created, changed or rotated it.</summary>
public sealed class RightsOfTheMakerTests : IAsyncLifetime
{
    private const string Keys = "/admin/v1/keys";

    private AdminRig _rig = null!;
    private ShownKey _narrow = null!;

    private static readonly JsonObject Within = (JsonObject)JsonNode.Parse("""
        { "tags": ["Coder"], "models": ["m"], "networks": ["127.0.0.0/9"], "localOnly": true, "expires": "2026-12-01", "limits": { "requestsPerMinute": 10, "moneyPerDay": 1 } }
        """)!;

    public static TheoryData<string, string> Beyond => new()
    {
        { "tags", """["Coder","Math"]""" },
        { "tags", "[]" },
        { "models", """["m","n"]""" },
        { "networks", "[]" },
        { "networks", """["127.0.0.0/7"]""" },
        { "networks", """["127.0.0.0/9","10.0.0.0/8"]""" },
        { "localOnly", "false" },
        { "expires", "null" },
        { "expires", "\"2026-12-25\"" },
        { "limits", "null" },
        { "limits", """{"requestsPerMinute":10}""" },
        { "limits", """{"requestsPerMinute":11,"moneyPerDay":1}""" },
        { "limits", """{"requestsPerMinute":10,"moneyPerDay":1.01}""" },
    };

    public async ValueTask InitializeAsync()
    {
        _rig = await AdminRig.StartAsync();
        _narrow = await _rig.KeyAsync(KeyRole.Lead, "A", "lou", static k => k with
        {
            Tags = ["Coder", "Vision"],
            Models = ["m"],
            Networks = ["127.0.0.0/8"],
            LocalOnly = true,
            Expires = new DateTimeOffset(2026, 12, 24, 0, 0, 0, TimeSpan.Zero),
            Limits = new QuotaLimitsConfig { RequestsPerMinute = 10, MoneyPerDay = 1 },
        });
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [MemberData(nameof(Beyond))]
    public async Task Key_BeyondItsMaker_IsNotMadeAndNotBecome(string field, string value)
    {
        var body = (JsonObject)Within.DeepClone();
        body["name"] = "good";
        var made = await _rig.AskAsync("POST", Keys, _narrow.Secret, body);
        Assert.Equal("A", (string?)made["key"]!["team"]);

        body["name"] = "bad";
        body[field] = JsonNode.Parse(value);
        if (field == "tags" && value == "[]")
        {
            // No tags and no models is all of them.
            body["models"] = new JsonArray();
        }

        await _rig.RefusedAsync(403, "POST", Keys, _narrow.Secret, body);
        body.Remove("name");
        await _rig.RefusedAsync(403, "PATCH", $"{Keys}/{made["key"]!["id"]}", _narrow.Secret, body);
        Assert.Equal(1, (long)(await _rig.AskAsync("GET", $"{Keys}/{made["key"]!["id"]}", _rig.Admin.Secret))["version"]!);
    }

    [Fact]
    public async Task Key_BeyondItsRotator_IsNotRotated()
    {
        var wide = await _rig.KeyAsync(KeyRole.Member, "A", "ann");
        await _rig.RefusedAsync(403, "POST", $"{Keys}/{wide.Key.Id}/rotate", _narrow.Secret);
        // Its own it may have anew, however much it may do.
        var own = await _rig.AskAsync("POST", $"{Keys}/{_narrow.Key.Id}/rotate", _narrow.Secret);
        await _rig.AskAsync("GET", Keys, (string)own["secret"]!);
        // A member's other key of the same rights, too; and one with more is not its to have.
        await _rig.AskAsync("POST", $"{Keys}/{wide.Key.Id}/rotate", _rig.Member.Secret);
        var small = await _rig.KeyAsync(KeyRole.Member, "A", "ann", static k => k with { LocalOnly = true });
        await _rig.RefusedAsync(403, "POST", $"{Keys}/{wide.Key.Id}/rotate", small.Secret);
    }

    [Fact]
    public async Task Keys_OfOneMaker_UseNoMoreTogetherThanItMay()
    {
        JsonObject Wanted(string name, long perMinute, decimal perDay) => new()
        {
            ["name"] = name,
            ["tags"] = new JsonArray("Coder"),
            ["networks"] = new JsonArray("127.0.0.0/9"),
            ["localOnly"] = true,
            ["expires"] = "2026-12-01",
            ["limits"] = new JsonObject { ["requestsPerMinute"] = perMinute, ["moneyPerDay"] = perDay },
        };

        var first = await _rig.AskAsync("POST", Keys, _narrow.Secret, Wanted("first", 6, 0.5m));
        var error = await _rig.RefusedAsync(403, "POST", Keys, _narrow.Secret, Wanted("second", 5, 0.1m));
        Assert.Contains("requestsPerMinute of 10. 4 of it is left to give", (string?)error["message"], StringComparison.Ordinal);
        var second = await _rig.AskAsync("POST", Keys, _narrow.Secret, Wanted("second", 4, 0.5m));
        await _rig.RefusedAsync(
            403, "PATCH", $"{Keys}/{second["key"]!["id"]}", _narrow.Secret,
            new JsonObject { ["limits"] = Wanted("", 5, 0.5m)["limits"]!.DeepClone() });

        // What was given and taken back may have been used today.
        await _rig.AskAsync("POST", $"{Keys}/{first["key"]!["id"]}/revoke", _narrow.Secret);
        await _rig.RefusedAsync(403, "POST", Keys, _narrow.Secret, Wanted("third", 1, 0.1m));
        _rig.Time.Advance(TimeSpan.FromDays(1.1));
        await _rig.AskAsync("POST", Keys, _narrow.Secret, Wanted("third", 6, 0.5m));

        // A key that another made is no way to give more.
        var other = await _rig.KeyAsync(
            KeyRole.Member, "A", "ann",
            k =>
                k with
                {
                    Tags = ["Coder"],
                    Networks = ["127.0.0.0/9"],
                    LocalOnly = true,
                    Expires = _rig.Time.GetUtcNow().AddDays(1),
                    Limits = new QuotaLimitsConfig { RequestsPerMinute = 2, MoneyPerDay = 0 }
                });
        await _rig.RefusedAsync(
            403, "PATCH", $"{Keys}/{other.Key.Id}", _narrow.Secret,
            new JsonObject { ["limits"] = Wanted("", 3, 0)["limits"]!.DeepClone() });
        await _rig.AskAsync(
            "PATCH", $"{Keys}/{other.Key.Id}", _narrow.Secret, new JsonObject { ["limits"] = Wanted("", 1, 0)["limits"]!.DeepClone() });
    }

    [Fact]
    public async Task Name_ThatMeansTheSame_MayBeGiven_AndNoOtherOfThatSpelling()
    {
        await using var rig = await AdminRig.StartAsync("""
            backends: [ { name: own, provider: ollama, url: "http://127.0.0.1:1" } ]
            routes: [ { name: Fix, aliases: [mend], candidates: [ { backend: own, model: m1 } ] } ]
            """);
        var lead = await rig.KeyAsync(KeyRole.Lead, "A", "lou", static k => k with { Tags = ["mend", "编程", "自动"], Models = ["m1"] });
        foreach (var (list, name, isGood) in ((string, string, bool)[])[
            ("tags", "FIX", true), ("tags", "Coder", true), ("tags", "auto", true), ("models", "m1", true), ("models", "own/m1", false),
            ("models", "own/Fix", false), ("tags", "Math", false)
        ])
        {
            var body = new JsonObject { ["name"] = rig.NewName(), [list] = new JsonArray(name) };
            if (isGood)
            {
                await rig.AskAsync("POST", Keys, lead.Secret, body);
            }
            else
            {
                await rig.RefusedAsync(403, "POST", Keys, lead.Secret, body);
            }
        }
    }

    [Fact]
    public async Task Limit_WrittenTwice_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_rig.Gateway.AdminUrl, Keys));
        request.Headers.Authorization = new("Bearer", _rig.Admin.Secret);
        request.Content = new StringContent(
            """{"name":"twice","limits":{"requestsPerMinute":1,"requestsPerMinute":1000}}""", null, "application/json");
        using var response = await _rig.Gateway.Client.SendAsync(request);
        var error = await response.ErrorAsync(400);
        Assert.Equal(("duplicate_key", "limits.requestsPerMinute"), ((string?)error["code"], (string?)error["param"]));
    }

    [Theory]
    [InlineData("Lead")]
    [InlineData("Admin")]
    public async Task Key_OfAHigherRole_IsTouchedByNobodyBelow(string role)
    {
        // In the same team and of the same owner, so that both see it.
        var high = await _rig.KeyAsync(Enum.Parse<KeyRole>(role), "A", "ann");
        foreach (var caller in new[] { _rig.Member, _rig.Lead })
        {
            await _rig.AskAsync("GET", $"{Keys}/{high.Key.Id}", caller.Secret);
            await _rig.RefusedAsync(403, "POST", $"{Keys}/{high.Key.Id}/rotate", caller.Secret);
            await _rig.RefusedAsync(403, "POST", $"{Keys}/{high.Key.Id}/revoke", caller.Secret);
            await _rig.RefusedAsync(403, "PATCH", $"{Keys}/{high.Key.Id}", caller.Secret, new JsonObject { ["disabled"] = true });
        }

        Assert.Equal(200, await _rig.Gateway.StatusAsync(high.Secret));
    }

    [Fact]
    public async Task Admin_WithLimits_IsHeldToThemToo()
    {
        var limited = await _rig.KeyAsync(KeyRole.Admin, null, "root", static k => k with { LocalOnly = true });
        await _rig.RefusedAsync(403, "POST", Keys, limited.Secret, new JsonObject { ["name"] = "free" });
        await _rig.AskAsync("POST", Keys, limited.Secret, new JsonObject { ["name"] = "local", ["localOnly"] = true });
    }

    [Fact]
    public async Task Lead_CannotTakeAKeyOutOfItsTeam_NorOneIntoIt()
    {
        var own = await _rig.KeyAsync(KeyRole.Member, "A", "ann");
        await _rig.RefusedAsync(403, "PATCH", $"{Keys}/{own.Key.Id}", _rig.Lead.Secret, new JsonObject { ["team"] = null });
        await _rig.RefusedAsync(404, "PATCH", $"{Keys}/{_rig.Stranger.Key.Id}", _rig.Lead.Secret, new JsonObject { ["team"] = "A" });
    }
}
