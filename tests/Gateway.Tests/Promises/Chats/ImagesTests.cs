using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Chats;

/// <summary>An image given by address does not reach an Ollama, which cannot fetch it.</summary>
public sealed class ImagesTests
{
    private static string Body(string model, string url) =>
        $$$"""{"model":"{{{model}}}","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"{{{url}}}"}}]}]}""";

    [Fact]
    public async Task ImageByAddress_ForOllamaAlone_Is400WithTheWayOut()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.SendAsync(Body("qwen2.5vl:7b", "https://example.org/cat.png"));
        var error = await response.ErrorAsync(400);
        Assert.Equal("image_url_not_supported", (string?)error["code"]);
        Assert.Contains("base64", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Ollama.Received);
    }

    [Fact]
    public async Task ImageByAddress_WithACloudCandidate_GoesThere()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.SendAsync(Body("Coder", "https://example.org/cat.png"));
        Assert.Equal("cloud", response.Headers.GetValues("x-gateway-backend").Single());
        Assert.Equal("1", response.Headers.GetValues("x-gateway-attempts").Single());
        Assert.Empty(rig.Ollama.Received);
    }

    [Fact]
    public async Task ImageInTheBody_GoesToOllama()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.SendAsync(Body("qwen2.5vl:7b", "data:image/png;base64,AAAA"));
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("data:image/gif;base64,R0lGODlh")]
    [InlineData("data:image/svg+xml;base64,AAAA")]
    [InlineData("data:image/bmp;base64,AAAA")]
    [InlineData("data:image/heic;base64,AAAA")]
    [InlineData("data:image\\/gif;base64,AAAA")]
    [InlineData("data:image/svg+xml,%3Csvg%3E")]
    public async Task ImageInAnotherFormat_ForOllamaAlone_Is400WithTheWayOut_AndGoesToTheCloudElse(string url)
    {
        await using var rig = await Rig.StartAsync();
        using var refused = await rig.SendAsync(Body("qwen2.5vl:7b", url));
        var error = await refused.ErrorAsync(400);
        Assert.Equal("image_format_not_supported", (string?)error["code"]);
        Assert.Contains("JPEG, PNG or WebP", (string?)error["message"], StringComparison.Ordinal);
        using var response = await rig.SendAsync(Body("Coder", url));
        Assert.Equal("cloud", response.Headers.GetValues("x-gateway-backend").Single());
        Assert.Empty(rig.Ollama.Received);
    }

    [Theory]
    [InlineData("data:image/jpeg;base64,AAAA")]
    [InlineData("data:image/jpg;base64,AAAA")]
    [InlineData("data:image/webp;base64,AAAA")]
    [InlineData("data:image\\/png;base64,AAAA")]
    [InlineData("data:;base64,AAAA")]
    public async Task ImageInAFormatOfOllamas_GoesThere(string url)
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.SendAsync(Body("qwen2.5vl:7b", url));
        Assert.Equal(200, (int)response.StatusCode);
    }
}
