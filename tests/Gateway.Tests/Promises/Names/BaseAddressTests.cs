using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Names;

/// <summary>
/// The base address answers clients that check whether anything is there, and Ollama's addresses refuse in a form that its clients read.
/// </summary>
public sealed class BaseAddressTests
{
    private const string SomeKey = "keys:\n  - { name: k, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\" }";

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/v1")]
    [InlineData("/v1/")]
    [InlineData("/api/hello")]
    [InlineData("/v1/api/hello")]
    public async Task BaseAddress_IsThere_WithoutAKey(string path)
    {
        await using var rig = await Rig.StartAsync(SomeKey);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var response = await SendAsync(rig, method, path);
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Equal(method == HttpMethod.Head, (await response.Content.ReadAsStringAsync()).Length == 0);
        }
    }

    // An Ollama is proved by its greeting, so a gateway must not have the same.
    [Fact]
    public async Task BaseAddress_DoesNotPassForAnOllama()
    {
        await using var rig = await Rig.StartAsync();
        Assert.DoesNotContain("Ollama", await rig.Client.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/tags", 404)]
    [InlineData("GET", "/API/tags", 404)]
    [InlineData("GET", "/api/version", 404)]
    [InlineData("GET", "/api/ps", 404)]
    [InlineData("POST", "/api/chat", 404)]
    [InlineData("POST", "/api/show", 404)]
    [InlineData("DELETE", "/api/delete", 404)]
    [InlineData("GET", "//api//tags/", 404)]
    [InlineData("GET", "/v1/api/tags", 404)]
    [InlineData("POST", "/api/hello", 405)]
    [InlineData("GET", "/api", 404)]
    public async Task OllamasAddress_Refuses_WithAText(string method, string path, int status)
    {
        await using var rig = await Rig.StartAsync();
        using var response = await SendAsync(rig, new HttpMethod(method), path);
        await AssertOllamasAsync(response, status);
    }

    [Fact]
    public async Task OllamasAddress_RefusedBeforeItIsLookedFor_IsRefusedWithATextToo()
    {
        await using var rig = await Rig.StartAsync();
        rig.Client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", "https://evil.example");
        using var response = await SendAsync(rig, HttpMethod.Get, "/api/tags");
        await AssertOllamasAsync(response, 403);
    }

    private static async Task AssertOllamasAsync(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var body = JsonNode.Parse(text)!.AsObject();
        Assert.Equal("error", Assert.Single(body).Key);
        Assert.False(string.IsNullOrWhiteSpace(body["error"]!.GetValue<string>()));
    }

    private static Task<HttpResponseMessage> SendAsync(Rig rig, HttpMethod method, string path) =>
        // Uri would tidy the path.
        rig.Client.SendAsync(new HttpRequestMessage(method, new Uri(
            rig.Gateway.Url.ToString().TrimEnd('/') + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })));
}
