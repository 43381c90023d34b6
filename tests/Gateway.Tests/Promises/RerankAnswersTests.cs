using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>An invalid ranking, or one without all documents, is not believed: another candidate is tried.</summary>
public sealed class RerankAnswersTests
{
    private const string One = """{"index":1,"relevance_score":0.1},{"index":2,"relevance_score":0.9},{"index":3,"relevance_score":0.2}""";

    [Theory]
    [InlineData("{\"results\":[" + One + "]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":3,\"relevance_score\":0.3}]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":4,\"relevance_score\":0.3}]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":-1,\"relevance_score\":0.3}]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":0.5,\"relevance_score\":0.3}]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":\"0\",\"relevance_score\":0.3}]}")]
    [InlineData("{\"results\":[" + One + ",{\"relevance_score\":0.3}]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":0}]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":0,\"relevance_score\":null}]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":0,\"relevance_score\":\"0.3\"}]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":0,\"relevance_score\":1e999}]}")]
    [InlineData("{\"results\":[" + One + ",{\"index\":0,\"relevance_score\":NaN}]}")]
    [InlineData("{\"results\":[" + One + ",7]}")]
    [InlineData("{\"results\":[]}")]
    [InlineData("{\"results\":null}")]
    [InlineData("{\"results\":{}}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"results\":[" + One)]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("{\"error\":{\"message\":\"no memory\",\"type\":\"server_error\"}}")]
    [InlineData("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"0\"},\"finish_reason\":\"stop\"}]}")]
    public async Task BadAnswer_FailsOver(string body)
    {
        await using var rig = await RerankRig.StartAsync();
        rig["vllm"].Script(RerankRig.Model, new ModelScript { ErrorStatus = 200, ErrorBody = body });
        using var response = await rig.SendAsync(RerankRig.Body("Ranks"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);
        Assert.Equal(("siliconflow", "2"), (response.Header("x-gateway-backend"), response.Header("x-gateway-attempts")));
        Assert.Equal("2 0 1 3", RerankRig.Order(JsonNode.Parse(text)!));
    }

    [Theory]
    [InlineData("results", "relevance_score")]
    [InlineData("data", "relevance_score")]
    [InlineData("data", "score")]
    [InlineData("results", "score")]
    public async Task Answer_InAnyShape_IsReadAsItWasMeant(string list, string score)
    {
        await using var rig = await RerankRig.StartAsync();
        rig["vllm"].Script(RerankRig.Model, new ModelScript
        {
            ErrorStatus = 200,
            ErrorBody = $$$"""
                {"took":3,"{{{list}}}":[{"index":3,"{{{score}}}":-1.5e-3},{"index":0,"{{{score}}}":2},{"index":1.0,"{{{score}}}":-0.0015},{"index":2,"{{{score}}}":1e1}],"error":null}
                """,
        });
        var answer = await rig.RankAsync(RerankRig.Body(RerankRig.At("vllm")));
        Assert.Equal("2 0 1 3", RerankRig.Order(answer));
        Assert.Equal(10, (double)answer["results"]![0]!["relevance_score"]!);
        Assert.Equal((3, RerankRig.Model, "list"), ((int)answer["took"]!, (string?)answer["model"], (string?)answer["object"]));
        Assert.False(answer.AsObject().ContainsKey("error"));
    }

    [Fact]
    public async Task Backend_ThatGivesMoreThanAsked_IsCut_AndOneThatGivesFewerFailsOver()
    {
        await using var rig = await RerankRig.StartAsync();
        rig["vllm"].Script(
            RerankRig.Model,
            new ModelScript { ErrorStatus = 200, ErrorBody = $$"""{"results":[{{One}},{"index":0,"relevance_score":0.5}]}""" });
        Assert.Equal("2 0", RerankRig.Order(await rig.RankAsync(RerankRig.Body(RerankRig.At("vllm"), ",\"top_n\":2"))));

        rig["vllm"].Script(
            RerankRig.Model, new ModelScript { ErrorStatus = 200, ErrorBody = """{"results":[{"index":0,"relevance_score":0.5}]}""" });
        using var response = await rig.SendAsync(RerankRig.Body("Ranks", ",\"top_n\":2"));
        Assert.Equal("siliconflow", response.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task BadAnswer_WithNobodyElse_Is502ThatSaysWhat()
    {
        await using var rig = await RerankRig.StartAsync();
        rig["vllm"].Script(RerankRig.Model, new ModelScript { ErrorStatus = 200, ErrorBody = $$"""{"results":[{{One}}]}""" });
        using var response = await rig.SendAsync(RerankRig.Body(RerankRig.At("vllm")));
        var error = await response.ErrorAsync(502);
        Assert.Contains("one finite score for each document", (string?)error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llamacpp", "computeError")]
    [InlineData("vllm", "serverError")]
    [InlineData("siliconflow", "overloaded")]
    public async Task FailingBackend_IsFailedOver(string provider, string error)
    {
        await using var rig = await RerankRig.StartAsync();
        var model = provider == "llamacpp" ? RerankRig.LlamaModel : RerankRig.Model;
        rig[provider].Script(model, new ModelScript { Error = error });
        using var response = await rig.SendAsync(RerankRig.Body("Rerank"));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.NotEqual(provider, response.Header("x-gateway-backend"));
    }
}
