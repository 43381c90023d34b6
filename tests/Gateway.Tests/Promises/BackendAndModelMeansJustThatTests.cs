using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.Routing.Candidates;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>
/// backend/model means that model on that backend only. No spelling reaches a model that a key may not use, or that is not local.
/// </summary>
public sealed class BackendAndModelMeansJustThatTests
{
    private const string Key = "sk-gw-12345678-a-key-for-this-test-only";

    private static readonly string[] Restricted =
    [
        "tags: [Priv]", "tags: [privat]", "models: [Priv]", "tags: [Math]", "tags: [数学]", "tags: [Math, Coder]", "models: [own/m1]",
        "models: [m1]",
        "tags: [m1, own/m1, cloud/m1]", "models: ['m1:latest']", "tags: [auto]", "tags: [自动]", "tags: [Priv], models: [own/m1]",
        "tags: ['Coder+Math']",
        "tags: ['Priv:cloud', 'Open:local']",
    ];

    // Names that no route keeps at home.
    private static readonly string[] Free = ["m1", "Open", "Chat", "对话"];

    private static string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    private static IEnumerable<string> Spellings =>
        from name in (string[])[
            "Priv", "privat", "Math", "数学", "Coder", "编程", "Coder+Math", "Math+Math", "Priv+Math", "m1", "m1:latest", "auto", "自动", "Chat",
            "对话", "Embedding", "嵌入", "Open"
        ]
        from before in (string[])[
            "", "cloud/", "CLOUD/", "cloud//", "cloud/own/", "own/", "own/cloud/", "/", "cloud/ ", " cloud/", "cloud%2F"
        ]
        from after in (string[])["", ":cloud", ":local", ":floor", "@8b-", ":local:cloud", ":cloud@700b-", " ", "/", "%20"]
        from written in (string[])[name, name.ToUpperInvariant()]
        select before + written + after;

    [Theory]
    [InlineData("tags: [Priv]", "cloud/Priv")]
    [InlineData("models: [own/m1]", "cloud/own/m1")]
    [InlineData("tags: [Chat]", "cloud/Chat")]
    [InlineData("models: [m1]", "cloud/m1")]
    [InlineData("tags: ['m1']", "cloud/m1:latest")]
    [InlineData("tags: [m1]", "own/m1")]
    [InlineData("models: [own/m1]", "m1")]
    public async Task Key_ThatMayNot_IsRefused_AndNothingIsSent(string rights, string asked)
    {
        await using var rig = await StartAsync(rights);
        using var response = await rig.SendAsync(CatalogRig.Body(asked), key: Key);
        Assert.Contains((int)response.StatusCode, (int[])[403, 404]);
        Assert.Empty(rig.Cloud.Received);
        Assert.Empty(rig.Own.Received);
    }

    [Theory]
    [InlineData("Model")]
    [InlineData("MODEL")]
    [InlineData("\\u004dodel")]
    public async Task SecondModel_InAnotherCase_IsRefused_AndNothingIsSent(string name)
    {
        await using var rig = await StartAsync("models: [m1]");
        using var response = await rig.SendAsync(CatalogRig.Body("m1", $",\"{name}\":\"m2\""), key: Key);
        var error = await response.ErrorAsync(400);
        Assert.Equal(("duplicate_key", "model"), ((string?)error["code"], (string?)error["param"]));
        Assert.Empty(rig.Own.Received);
    }

    [Theory]
    [InlineData("models: [m1]", "own/m1", "own/m1:latest")]
    [InlineData("models: [own/m1]", "own/M1:latest", "own/m1:latest")]
    [InlineData("models: ['OWN/m1:latest']", "own/m1", "own/m1:latest")]
    [InlineData("models: [cloud/Qwen/Qwen3-8B]", "cloud/qwen/qwen3-8b", "cloud/Qwen/Qwen3-8B")]
    [InlineData("models: [Qwen/Qwen3-8B]", "cloud/Qwen/Qwen3-8B:floor", "cloud/Qwen/Qwen3-8B")]
    [InlineData("tags: [privat]", "Priv", "own/m1:latest")]
    [InlineData("tags: [Priv]", "PRIVAT", "own/m1:latest")]
    [InlineData("tags: [自动]", "auto", "own/m1:latest")]
    [InlineData("tags: [编程]", "Coder", "own/m1:latest")]
    public async Task Key_MayAskFor_WhatItsNamesMeanInARequest(string rights, string asked, string served)
    {
        await using var rig = await StartAsync(rights);
        using var response = await rig.SendAsync(CatalogRig.Body(asked), key: Key);
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
        Assert.Equal(served, $"{response.Header("x-gateway-backend")}/{response.Header("x-gateway-model")}");
    }

    [Theory]
    [InlineData("models: [own/m1]", "own/m1")]
    [InlineData("models: [own/m1, OWN/m1, own/gone]", "own/m1")]
    [InlineData("tags: [privat]", "Priv")]
    [InlineData("tags: [编程, 自动]", "auto,编程")]
    public async Task ModelList_ShowsWhatTheKeyMayAskFor_ByWhicheverName(string rights, string listed)
    {
        await using var rig = await StartAsync(rights);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Authorization = new("Bearer", Key);
        using var response = await rig.Client.SendAsync(request);
        var list = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["data"]!.AsArray().Select(m => (string)m!["id"]!);
        Assert.Equal(listed, string.Join(',', list.Order(StringComparer.Ordinal).OrderBy(n => char.IsUpper(n[0]))));
    }

    [Fact]
    public async Task Spelling_OfAnyKind_LeadsARestrictedKeyNowhereElse()
    {
        await using var rig = await StartAsync("tags: [Priv]");
        var snapshot = rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current;
        foreach (var rights in Restricted)
        {
            var key = Rights(rights);
            foreach (var name in Spellings.Where(n => snapshot.Routes.Match(n) is { } r && key.Allow(r)))
            {
                Assert.All(Tried(snapshot, name), c => Assert.True(c.Card.IsLocal, $"{rights}: {name} leads to {c}"));
            }
        }
    }

    [Fact]
    public async Task RouteThatStays_IsNotLeftBySpelling_WithAnyKey()
    {
        await using var rig = await StartAsync("tags: []");
        var snapshot = rig.Gateway.Services.GetRequiredService<SnapshotStore>().Current;
        var bound = Spellings.Where(static n => !Array.Exists(Free, f => n.Contains(f, StringComparison.OrdinalIgnoreCase))).ToList();
        foreach (var name in bound)
        {
            Assert.All(Tried(snapshot, name), c => Assert.True(c.Card.IsLocal, $"{name} leads to {c}"));
        }

        foreach (var (_, name) in bound.Index().Where(static n => n.Index % 17 == 0))
        {
            using var response = await rig.SendAsync(CatalogRig.Body(name), key: Key);
            Assert.True(rig.Cloud.Received.Count == 0, name);
        }

        Assert.NotEmpty(rig.Own.Received);
    }

    private static List<Candidate> Tried(GatewaySnapshot snapshot, string name)
    {
        Shortlist list = default;
        if (snapshot.Routes.Match(name) is { } route)
        {
            Selector.Select(route, new Needs(default, 100), null, new Random(1), ref list);
        }

        return [.. Enumerable.Range(0, list.Count).Select(i => list[i])];
    }

    private static NameRights Rights(string yaml)
    {
        var lists = yaml.Split("], ");
        return NameRights.Of(ListOf("tags"), ListOf("models"));

        string[] ListOf(string name) => lists.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) is { } list
            ? [.. list[(list.IndexOf('[') + 1)..].TrimEnd(']').Split(", ").Select(static n => n.Trim('\''))]
            : [];
    }

    // The cloud holds the model of the same name too; every route stays but one.
    private static async Task<CatalogRig> StartAsync(string rights)
    {
        var rig = await CatalogRig.StartAsync($$"""
            routes:
              - { name: Priv, aliases: [privat], localOnly: true, candidates: [ { backend: own, model: m1 }, { backend: cloud, model: Qwen/Qwen3-8B } ] }
              - { name: Math, localOnly: true, candidates: [ { backend: own, model: m1 }, { backend: cloud, model: Qwen/Qwen3-8B } ] }
              - { name: 编程, localOnly: true, aliases: [Coder], candidates: [ { backend: own, model: m1 }, { backend: cloud, model: Qwen/Qwen3-8B } ] }
              - { name: auto, localOnly: true, candidates: [ { backend: own, model: m1 }, { backend: cloud, model: Qwen/Qwen3-8B } ] }
              - { name: Embedding, localOnly: true, candidates: [ { backend: own, model: m1 }, { backend: cloud, model: Qwen/Qwen3-8B } ] }
              - { name: Open, candidates: [ { backend: cloud, model: Qwen/Qwen3-8B } ] }
            keys: [ { name: k, {{rights}}, sha256: {{Hash}} } ]
            """, own: ["m1:latest"]);
        await rig.KnownAsync("m1", "Qwen/Qwen3-8B");
        return rig;
    }
}
