using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Ledger;

/// <summary>A refused caller leaves no stored data: strangers must fill neither a disk nor a report.</summary>
public sealed class StrangersLeaveNoRowsTests
{
    private const string Body = """{"model":"Local","messages":[{"role":"user","content":"x"}]}""";

    // The key is 'x'.
    private const string Keys = """
        storage: {}
        keys:
          - { name: k, sha256: "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", networks: [ "10.0.0.0/8" ] }
        """;

    [Theory]
    [InlineData("", 401)]
    [InlineData("Authorization: Bearer sk-gw-unknown\r\n", 401)]
    [InlineData("Authorization: Bearersk-gw-unknown\r\n", 401)]
    [InlineData("Authorization: Bearer x\r\n", 403)]
    [InlineData("Authorization: Bearer x\r\nAuthorization: Bearer y\r\n", 400)]
    [InlineData("X-Api-Key: x\r\nX-Api-Key: y\r\n", 400)]
    public async Task Stranger_WithKeysInForce_LeavesNoRow(string headers, int status)
    {
        await using var rig = await Rig.StartAsync(Keys);
        await AssertNothingIsKeptAsync(rig, headers, status);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 203.0.113.9\r\n", 403)]
    [InlineData("Origin: https://evil.example\r\n", 403)]
    public async Task Stranger_WithoutKeys_LeavesNoRow(string headers, int status)
    {
        await using var rig = await Rig.StartAsync();
        await AssertNothingIsKeptAsync(rig, headers, status);
    }

    [Fact]
    public async Task Refusal_OfWhoIsKnown_IsKept()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.ChatAsync("nothing-like-it");
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Single(await rig.Gateway.RecordsOfAsync(response));
    }

    private static async Task AssertNothingIsKeptAsync(Rig rig, string headers, int status)
    {
        Assert.StartsWith($"HTTP/1.1 {status} ", await RawHttp.ExchangeAsync(rig.Gateway.Url, headers, Body), StringComparison.Ordinal);
        Assert.Empty(await rig.Gateway.RecordsAsync());
        Assert.Empty(rig.Ollama.Received);
    }
}
