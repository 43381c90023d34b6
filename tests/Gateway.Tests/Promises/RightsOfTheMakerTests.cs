using System.Text.Json.Nodes;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>No key can do more than the one that made it, changed it or rotated it.</summary>
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
