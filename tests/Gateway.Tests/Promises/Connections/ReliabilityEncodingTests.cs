using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Connections;

/// <summary>The gateway decompresses nothing, neither requests nor answers.</summary>
public sealed class ReliabilityEncodingTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task Body_WithAContentEncoding_Is415(string encoding)
    {
        await using var rig = await Rig.StartAsync();
        using var content = new StringContent("""{"model":"Local","messages":[{"role":"user","content":"x"}]}""", null, "application/json");
        content.Headers.ContentEncoding.Add(encoding);
        using var response = await rig.Client.PostAsync("/v1/chat/completions", content);
        Assert.Equal("unsupported_media_type", (string?)(await response.ErrorAsync(415))["code"]);
        Assert.Empty(rig.Ollama.Received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Backend_IsAskedForPlainBytes_WhateverTheClientTakes(bool stream)
    {
        await using var rig = await Rig.StartAsync();
        rig.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", "gzip, deflate, br, zstd");
        using var response = await rig.ChatAsync("Local", stream);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        var headers = rig.Ollama.Received.Single().Headers;
        Assert.Equal("identity", headers.TryGetValue("Accept-Encoding", out var asked) ? asked : "identity");
    }
}
