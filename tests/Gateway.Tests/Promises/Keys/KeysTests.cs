using System.Security.Cryptography;
using System.Text;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Keys;

/// <summary>With keys, only their holders are served.</summary>
public sealed class KeysTests
{
    private const string Key = "sk-gw-12345678-a-key-for-this-test-only";

    private static string Keys =>
        $"keys:\n  - {{ name: tester, owner: someone, sha256: "
        + $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}\" }}";

    [Theory]
    [InlineData("Authorization", "Bearer " + Key, 200)]
    [InlineData("authorization", "bearer " + Key, 200)]
    [InlineData("X-Api-Key", Key, 200)]
    [InlineData("api-key", Key, 200)]
    [InlineData("Authorization", "Bearer sk-gw-wrong", 401)]
    [InlineData("Authorization", Key, 401)]
    [InlineData("Authorization", "Bearer undefined", 401)]
    [InlineData("X-Other", Key, 401)]
    public async Task Request_WithAKeyInAHeader_IsServedIfItIsKnown(string header, string value, int status)
    {
        await using var rig = await Rig.StartAsync(Keys);
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/v1/models"), (HttpMethod.Post, "/v1/chat/completions") })
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.TryAddWithoutValidation(header, value);
            request.Content = method == HttpMethod.Post
                ? new StringContent("""{"model":"Coder","messages":[{"role":"user","content":"hi"}]}""", null, "application/json")
                : null;
            using var response = await rig.Client.SendAsync(request);
            if (status == 200)
            {
                Assert.Equal(200, (int)response.StatusCode);
                continue;
            }

            Assert.Equal("invalid_api_key", (string?)(await response.ErrorAsync(401))["code"]);
            Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
            Assert.Empty(rig.Ollama.Received);
        }
    }

    [Fact]
    public async Task Health_NeedsNoKey()
    {
        await using var rig = await Rig.StartAsync(Keys);
        foreach (var path in new[] { "/healthz", "/readyz", "/api/hello" })
        {
            using var response = await rig.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(200, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task LogLine_NamesTheKeyNotItsText()
    {
        await using var rig = await Rig.StartAsync(Keys);
        rig.Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        await rig.AnswerAsync("Coder");
        Assert.Contains("key=tester", await rig.Gateway.Log.WaitForAsync("Information 4000"), StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Gateway.Log.Lines, l => l.Contains(Key, StringComparison.Ordinal));
    }
}
