using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Names;

/// <summary>A client says what it wants a model for, and a model answers.</summary>
public sealed class ChatByTagTests
{
    [Theory]
    [InlineData("Coder", "ollama", Rig.LocalModel)]
    [InlineData("coder", "ollama", Rig.LocalModel)]
    [InlineData("编程", "ollama", Rig.LocalModel)]
    [InlineData(Rig.LocalModel, "ollama", Rig.LocalModel)]
    [InlineData("ollama/qwen3:8b", "ollama", "qwen3:8b")]
    [InlineData(Rig.CloudModel, "cloud", Rig.CloudModel)]
    [InlineData("cloud/Qwen/Qwen3-8B", "cloud", "Qwen/Qwen3-8B")]
    public async Task Stream_ByAnyName_IsAnsweredByItsModel(string name, string backend, string model)
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.ChatAsync(name, stream: true);

        var stream = new Sse(await response.Content.ReadAsStringAsync()).Whole();
        Assert.Contains(model, stream.Content, StringComparison.Ordinal);
        Assert.Equal(backend, response.Headers.GetValues("x-gateway-backend").Single());
        Assert.Equal(model, response.Headers.GetValues("x-gateway-model").Single());
        Assert.Equal("1", response.Headers.GetValues("x-gateway-attempts").Single());
        Assert.Matches("^[0-9a-f]{32}$", response.Headers.GetValues("x-request-id").Single());
    }

    [Fact]
    public async Task Answer_NotStreamed_IsWholeWithUsage()
    {
        await using var rig = await Rig.StartAsync();
        var answer = await rig.AnswerAsync("Coder");

        Assert.StartsWith("[simulated]", (string?)answer["choices"]![0]!["message"]!["content"], StringComparison.Ordinal);
        Assert.Equal("stop", (string?)answer["choices"]![0]!["finish_reason"]);
        Assert.True((int)answer["usage"]!["completion_tokens"]! > 0);
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/chat/completions")]
    [InlineData("/v1/v1/chat/completions")]
    [InlineData("//v1//chat/completions/")]
    [InlineData("/v1/chat/completions/chat/completions")]
    public async Task Chat_ByAnySpellingOfTheAddress_IsAnswered(string path)
    {
        await using var rig = await Rig.StartAsync();
        using var content = new StringContent(
            """{"model":"Coder","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        // Uri would tidy the path.
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(
                rig.Gateway.Url.ToString().TrimEnd('/') + path,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Content = content;
        using var response = await rig.Client.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Chat_OfAnUnknownName_Is404WithTheNearest()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.ChatAsync("Codr");

        var error = await response.ErrorAsync(404);
        Assert.Equal("model_not_found", (string?)error["code"]);
        Assert.Equal("model", (string?)error["param"]);
        Assert.Contains("Coder", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Ollama.Received);
    }
}
