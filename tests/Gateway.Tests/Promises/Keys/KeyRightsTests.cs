using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises.Keys;

/// <summary>A key works only for the names, networks and time that it allows.</summary>
public sealed class KeyRightsTests
{
    private const string Key = "sk-gw-12345678-a-key-for-this-test-only";

    private static string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    [Theory]
    [InlineData("tags: [Coder, Vision]", "Coder", 200)]
    [InlineData("tags: [编程]", "coder:local", 200)]
    [InlineData("tags: [Coder, Tools]", "Coder+Tools", 200)]
    [InlineData("tags: [Coder]", "Coder+Vision", 403)]
    [InlineData("tags: [Coder]", "Cloud", 403)]
    [InlineData("tags: [Coder]", "auto", 403)]
    [InlineData("tags: [Coder]", "qwen2.5-coder:7b", 403)]
    [InlineData("tags: [Coder]", "ollama/qwen2.5-coder:7b", 403)]
    [InlineData("tags: [Cloud]", "cloud", 200)]
    [InlineData("models: ['qwen2.5-coder:7b']", "qwen2.5-coder:7b", 200)]
    [InlineData("models: ['qwen2.5-coder:7b']", "ollama/qwen2.5-coder:7b", 200)]
    [InlineData("models: ['ollama/qwen2.5-coder:7b']", "ollama/qwen2.5-coder:7b", 200)]
    [InlineData("models: ['ollama/qwen2.5-coder:7b']", "qwen2.5-coder:7b", 403)]
    [InlineData("models: ['qwen2.5-coder:7b']", "Coder", 403)]
    [InlineData("tags: [Coder]", "Codr", 404)]
    public async Task Name_IsAskedFor_ByWhoMay(string rights, string model, int status)
    {
        await using var rig = await StartAsync(rights);
        using var response = await rig.ChatAsync(model);
        if (status == 200)
        {
            Assert.Equal(200, (int)response.StatusCode);
            return;
        }

        var error = await response.ErrorAsync(status);
        Assert.Equal(status == 403 ? "model_not_allowed" : "model_not_found", (string?)error["code"]);
        Assert.Contains("GET /v1/models lists", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Ollama.Received);
        Assert.Empty(rig.Cloud.Received);
    }

    [Fact]
    public async Task ModelList_IsOfWhatTheKeyMayAskFor()
    {
        await using var rig = await StartAsync("tags: [Coder, Local], models: [sim-model]");
        var list = (await rig.Client.GetFromJsonAsync<JsonNode>(new Uri("/v1/models", UriKind.Relative)))!;
        Assert.Equal(
            ["Coder", "Local", "sim-model"],
            list["data"]!.AsArray().Select(m => (string)m!["id"]!).Where(id => !id.Contains('/')).Order(StringComparer.Ordinal));
        using var one = await rig.Client.GetAsync(new Uri("/v1/models/Cloud", UriKind.Relative));
        Assert.Equal("model_not_allowed", (string?)(await one.ErrorAsync(403))["code"]);
        using var unknown = await rig.Client.GetAsync(new Uri("/v1/models/Clod", UriKind.Relative));
        // What it may not ask for is not offered to it either.
        Assert.DoesNotContain("Cloud", (string?)(await unknown.ErrorAsync(404))["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.0/8", 200)]
    [InlineData("10.0.0.0/8, 127.0.0.1/32", 200)]
    [InlineData("10.0.0.0/8", 403)]
    [InlineData("127.0.0.2/32", 403)]
    [InlineData("::1/128", 403)]
    public async Task Key_IsUsedFromItsNetworksOnly(string networks, int status)
    {
        var quoted = string.Join(", ", networks.Split(", ").Select(n => $"'{n}'"));
        await using var rig = await StartAsync($"networks: [{quoted}]");
        rig.Client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.1.2.3");
        using var response = await rig.ChatAsync("Coder");
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 403)
        {
            Assert.Equal("network_not_allowed", (string?)(await response.ErrorAsync(403))["code"]);
        }
    }

    [Fact]
    public async Task Key_ThatExpires_IsRefusedFromThatMomentOn_AndToldWhen()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 12, 31, 17, 59, 59, TimeSpan.Zero));
        await using var rig = await StartAsync("expires: 2026-12-31T18:00:00Z", time);
        Assert.Equal(200, await rig.Gateway.StatusAsync(Key));
        time.Advance(TimeSpan.FromSeconds(1));
        using var response = await rig.Gateway.ModelsAsync(Key);
        var error = await response.ErrorAsync(401);
        Assert.Contains("expired at 2026-12-31T18:00:00Z", (string?)error["message"], StringComparison.Ordinal);
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task Key_ThatIsDisabled_IsRefused()
    {
        await using var rig = await StartAsync("disabled: true");
        using var response = await rig.Gateway.ModelsAsync(Key);
        Assert.Contains("is disabled", (string?)(await response.ErrorAsync(401))["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_WithALimitOfItsOwn_IsHeldToIt_AndItsTeamToTheTeams()
    {
        await using var rig = await StartAsync(
            "team: a, limits: { requestsPerMinute: 2 } }\nteams:\n  - { name: A, limits: { tokensPerDay: 1000000 }, timeZone: "
            + "Europe/Berlin");
        rig.Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        var limits = (await rig.Client.GetFromJsonAsync<JsonNode>(new Uri("/v1/usage/limits", UriKind.Relative)))!["data"]!.AsArray();
        Assert.Equal(["key", "team"], limits.Select(l => ((string)l!["subject"]!).Split(' ')[0]).Order());
        Assert.Equal((200, 200, 429), (await AskAsync(rig), await AskAsync(rig), await AskAsync(rig)));
    }

    private static async Task<int> AskAsync(Rig rig)
    {
        using var response = await rig.ChatAsync("Coder");
        return (int)response.StatusCode;
    }

    private static async Task<Rig> StartAsync(string options, TimeProvider? time = null)
    {
        var rig = await Rig.StartAsync($"keys:\n  - {{ name: k, sha256: \"{Hash}\", {options} }}", time: time);
        rig.Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        return rig;
    }
}
