using System.Security.Cryptography;
using System.Text;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Connections;

/// <summary>No text from a client reads as a field of its request's log line, or as a line of its own.</summary>
public sealed class LogLinesAreNotForgedTests
{
    private const string Key = "sk-gw-12345678-a-key-for-this-test-only";

    [Theory]
    [InlineData("x key=admin asked=y", "asked=\"x key=admin asked=y\"")]
    [InlineData("x\\\" key=\\\"admin", "asked=\"x\\\" key=\\\"admin\"")]
    [InlineData("own/m1 error=none", "asked=\"own/m1 error=none\"")]
    [InlineData("a b", "asked=\"a b\"")]
    public async Task Model_IsQuoted_WhereItCouldBeAField(string model, string written)
    {
        await using var rig = await StartAsync();
        using var response = await rig.SendAsync(CatalogRig.Body(model), key: Key);
        var line = await rig.Gateway.Log.WaitForAsync("Information 4000 ");
        Assert.Contains(written, line, StringComparison.Ordinal);
        Assert.Equal(1, Fields(line, "key="));
        Assert.Equal(1, Fields(line, "error="));
    }

    [Theory]
    [InlineData("a\\u202eb")]
    [InlineData("a\\u200fb")]
    [InlineData("a\\u061cb")]
    [InlineData("a\\u2028b")]
    [InlineData("a\\nInformation 4000 b")]
    [InlineData("a\\u001b[2Jb")]
    [InlineData("a\\u0085b")]
    [InlineData("a\\ufeffb")]
    public async Task Model_WithWhatEndsOrTurnsALine_IsRefused_AndNotLogged(string model)
    {
        await using var rig = await StartAsync();
        using var response = await rig.SendAsync(CatalogRig.Body(model), key: Key);
        Assert.Equal("invalid_value", (string?)(await response.ErrorAsync(400))["code"]);
        Assert.Matches(@"asked=(\(null\))? reach=", await rig.Gateway.Log.WaitForAsync("Information 4000 "));
    }

    [Fact]
    public async Task UserOfAFrontEnd_IsQuoted()
    {
        await using var rig = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Headers.Authorization = new("Bearer", Key);
        request.Headers.Add("X-OpenWebUI-User-Name", "bob%20team=B%20%22");
        request.Content = new StringContent(CatalogRig.Body("m1"), null, "application/json");
        using var response = await rig.Client.SendAsync(request);
        var line = await rig.Gateway.Log.WaitForAsync("Information 4000 ");
        Assert.Contains("owner=\"bob team=B \\\"\" team=A ", line, StringComparison.Ordinal);
    }

    // As many as are not within quotes.
    private static int Fields(string line, string field)
    {
        var (count, isQuoted) = (0, false);
        for (var i = 0; i < line.Length; i++)
        {
            isQuoted ^= line[i] == '"' && line[i - 1] != '\\';
            count += !isQuoted && line[i..].StartsWith(" " + field, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    private static async Task<CatalogRig> StartAsync()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        var rig = await CatalogRig.StartAsync(
            $"keys: [ {{ name: webui, team: A, onBehalfOf: true, sha256: {hash} }} ]", own: ["m1:latest"]);
        await rig.KnownAsync("m1");
        return rig;
    }
}
