using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Node;

/// <summary>OpenAI's library sends a request only once if waiting does not help, whatever the status.</summary>
public sealed class SentOnceTests(NodeClients node)
{
    private const string Key = "sk-gw-12345678-a-key-for-this-test-only";

    [Theory]
    [InlineData("badKey", "502")]
    [InlineData("forbidden", "502")]
    [InlineData("noBalance402", "402")]
    [InlineData("noBalance403", "402")]
    [InlineData("modelNotFound", "404")]
    [InlineData("tooLong", "400")]
    public async Task Refusal_OfTheBackend_IsAskedForOnce(string error, string status)
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = error });
        Once(await node.RunAsync("openai", rig.Gateway.Url, "Cloud"), status);
    }

    [Fact]
    public async Task QuotaUsedUp_IsAskedForOnce()
    {
        await using var rig = await Rig.StartAsync("quotas:\n  policies: [ { per: everyone, tokensPerDay: 1 } ]");
        Once(await node.RunAsync("openai", rig.Gateway.Url, "Cloud"), "402");
    }

    [Fact]
    public async Task ModelTheKeyMayNotUse_IsAskedForOnce()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var rig = await Rig.StartAsync($"keys:\n  - {{ name: tester, tags: [Local], sha256: \"{hash}\" }}");
        Once(await node.RunAsync("openai", rig.Gateway.Url, "Cloud", Key), "403");
    }

    [Fact]
    public async Task BadKey_IsAskedForOnce()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var rig = await Rig.StartAsync($"keys:\n  - {{ name: tester, sha256: \"{hash}\" }}");
        Once(await node.RunAsync("openai", rig.Gateway.Url, "Cloud", "sk-wrong"), "401");
    }

    private static void Once(JsonNode result, string status)
    {
        Assert.StartsWith(status, (string?)result["error"], StringComparison.Ordinal);
        Assert.Equal(1, (int)result["requests"]!);
    }
}
