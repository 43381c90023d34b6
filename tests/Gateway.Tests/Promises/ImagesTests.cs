using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>An image by address does not reach an Ollama, which cannot fetch it.</summary>
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
}
