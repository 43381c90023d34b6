using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Budgets;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>A limit counts every name of its subject, and owners of one team only.</summary>
public sealed class LimitsAreNotWalkedRoundTests
{
    private static readonly (string Name, string Who)[] Holders =
    [
        ("of-a", "owner: bob, team: A"), ("of-a-too", "owner: BOB, team: a"), ("of-b", "owner: bob, team: B"), ("alone", "owner: bob"),
        ("bob", "team: C"),
    ];

    [Theory]
    [InlineData("m1", "m1", "own/m1")]
    [InlineData("m1", "own/m1:latest", "m1:latest")]
    [InlineData("own/m1:latest", "m1", "OWN/M1")]
    [InlineData("own/m1", "own/m1", "m1:floor")]
    [InlineData("fixer", "Fix", "FIXER")]
    [InlineData("Fix", "fixer", "Fix:local")]
    [InlineData("Coder", "编程", "Coder+Chat")]
    [InlineData("编程", "Coder", "代码")]
    [InlineData("自动", "auto", "自动")]
    public async Task Limit_OnAName_CountsAllItsNames(string limited, string first, string second)
    {
        await using var rig = await StartAsync($"{{ per: everyone, model: '{limited}', requestsPerMinute: 1 }}");
        Assert.Equal((200, 429), (await StatusAsync(rig, first, "alone"), await StatusAsync(rig, second, "of-b")));
        Assert.Equal(200, await StatusAsync(rig, "other:1b", "alone"));
    }

    [Fact]
    public async Task OwnerOfOneName_InAnotherTeam_SharesNothing()
    {
        await using var rig = await StartAsync("{ per: owner, requestsPerMinute: 2, tokensPerDay: 1000000 }");
        Assert.Equal(
            (200, 200, 429),
            (await StatusAsync(rig, "m1", "of-a"), await StatusAsync(rig, "m1", "of-a-too"), await StatusAsync(rig, "m1", "of-a")));
        foreach (var other in (string[])["of-b", "alone", "bob"])
        {
            Assert.All(await UsedAsync(rig, other), used => Assert.Equal(0, used));
            Assert.Equal(200, await StatusAsync(rig, "m1", other));
        }

        Assert.DoesNotContain(0, await UsedAsync(rig, "of-a-too"));
    }

    [Fact]
    public async Task Budget_AfterARestart_IsWhatTheOwnerOfThatTeamHasUsed_ByAnyName()
    {
        var place = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        try
        {
            const string Policies = "{ per: owner, model: m1, tokensPerDay: 1000000 }";
            long used;
            await using (var rig = await StartAsync(Policies, place))
            {
                Assert.Equal((200, 200), (await StatusAsync(rig, "own/m1", "of-a"), await StatusAsync(rig, "m1:latest", "of-a")));
                Assert.Equal(200, await StatusAsync(rig, "other:1b", "of-a"));
                used = Assert.Single(await UsedAsync(rig, "of-a"));
            }

            await using (var rig = await StartAsync(Policies, place))
            {
                // What counts is read when somebody asks for it first, or else when it is compared.
                Assert.Equal((200, 200), (await StatusAsync(rig, "m1", "of-a"), await StatusAsync(rig, "m1", "of-b")));
                await rig.Gateway.Services.GetRequiredService<LedgerReconciler>().ReconcileAsync(default);
                var (ofA, ofB) = (Assert.Single(await UsedAsync(rig, "of-a")), Assert.Single(await UsedAsync(rig, "of-b")));
                Assert.Equal((used + ofB, used), (ofA, 2 * ofB));
            }
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static string KeyOf(string name) => $"sk-gw-12345678-a-key-of-{name}";

    private static async Task<CatalogRig> StartAsync(string policy, string? place = null)
    {
        var keys = Holders.Select(
            h =>
                $"{{ name: {h.Name}, {h.Who}, sha256: "
                + $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyOf(h.Name))))} }}");
        var rig = await CatalogRig.StartAsync($$"""
            routes: [ { name: Fix, aliases: [fixer], candidates: [ { backend: own, model: m1 } ] } ]
            quotas: { policies: [ {{policy}} ] }
            models: [ { model: m1, tags: [Coder] } ]
            keys: [ {{string.Join(", ", keys)}} ]
            """, own: ["m1:latest", "other:1b"], place: place);
        await rig.KnownAsync("m1");
        return rig;
    }

    private static async Task<int> StatusAsync(CatalogRig rig, string model, string holder)
    {
        using var response = await rig.SendAsync(CatalogRig.Body(model), key: KeyOf(holder));
        await response.Content.ReadAsStringAsync();
        return (int)response.StatusCode;
    }

    private static async Task<List<long>> UsedAsync(CatalogRig rig, string holder)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/usage/limits");
        request.Headers.Authorization = new("Bearer", KeyOf(holder));
        using var response = await rig.Client.SendAsync(request);
        return [.. (await response.Content.ReadFromJsonAsync<JsonNode>())!["data"]!.AsArray().Select(l => (long)l!["used"]!)];
    }
}
