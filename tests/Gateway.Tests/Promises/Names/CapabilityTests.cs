using System.Text;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Names;

/// <summary>
/// Tools and images reach only models that accept them. A request goes to a model known to do so, or is refused with what is missing.
/// Fill-in-the-middle goes to models that have it, never to a coder because of its name.
/// </summary>
public sealed class CapabilityTests
{
    private const string Image =
        """[{"type":"text","text":"what is this"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]""";
    private const string Audio = """[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]""";
    private const string Tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{}}}]";

    [Fact]
    public async Task Image_ToATagThatCannotSee_IsReroutedAndSaysSo()
    {
        await using var rig = await CatalogRig.StartAsync();
        using var response = await rig.SendAsync(CatalogRig.Body("Coder", content: Image));
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("qwen2.5vl:7b", response.Header("x-gateway-model"));
        Assert.StartsWith("No model for 'Coder' is known to take images", response.Header("x-gateway-decision"), StringComparison.Ordinal);
        Assert.Matches("asked=Coder reach=AnyAble", await rig.Gateway.Log.WaitForAsync("Information 4000 "));
    }

    [Theory]
    [InlineData("qwen2.5:7b", Image, "", "cannot take images")]
    [InlineData("qwen2.5vl:7b", "\"hi\"", Tools, "cannot call tools")]
    [InlineData("Qwen/Qwen2.5-7B-Instruct", Image, "", "cannot take images")]
    [InlineData("Coder+Tools", Image, "", "cannot take images")]
    [InlineData("Chat", Audio, "", "No model here is known to take audio")]
    public async Task Request_ThatTheNamedModelCannotServe_IsRefusedWithWhatIsMissing(
        string model, string content, string members, string why)
    {
        await using var rig = await CatalogRig.StartAsync();
        using var response = await rig.SendAsync(CatalogRig.Body(model, members, content));
        var error = await response.ErrorAsync(400);
        Assert.Equal("no_capable_model", (string?)error["code"]);
        Assert.Contains(why, (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Own.Received);
        Assert.Empty(rig.Cloud.Received);
    }

    [Fact]
    public async Task Image_WhereTheOperatorWantsNoWidening_IsRefused()
    {
        await using var rig = await CatalogRig.StartAsync("routing: { widen: none }");
        using var response = await rig.SendAsync(CatalogRig.Body("Coder", content: Image));
        var error = await response.ErrorAsync(400);
        Assert.Contains("Models that can: own/qwen2.5vl:7b", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suffix_GoesToAModelThatFillsIn_ByteForByte()
    {
        await using var rig = await CatalogRig.StartAsync(CatalogRig.FreeSmallCoder);
        var body = CatalogRig.Body("FIM", ",\"prefix\":\"def f(\",\"suffix\":\"\\u00e9\\n    return x\"");
        // The own Ollama holds one that fills in, but drops a suffix in a chat without a word.
        Assert.Equal("cloud/Qwen/Qwen2.5-Coder-7B-Instruct", await rig.ServedAsync(body));
        var received = Encoding.UTF8.GetString(rig.Cloud.Received.Single().Body);
        Assert.Equal(body.Replace("\"FIM\"", "\"Qwen/Qwen2.5-Coder-7B-Instruct\"", StringComparison.Ordinal), received);
    }

    [Theory]
    [InlineData("qwen2.5-coder:7b", true)]
    [InlineData("qwen3-coder:30b", false)]
    [InlineData("yi-coder:9b", false)]
    [InlineData("qwen3:8b", false)]
    public async Task FimTag_IsForInsertAlone(string model, bool fills)
    {
        await using var rig = await CatalogRig.StartAsync("routing: { widen: none }", own: [model]);
        using var response = await rig.SendAsync(CatalogRig.Body("FIM:local"));
        Assert.Equal(fills ? 200 : 400, (int)response.StatusCode);
    }

    [Fact]
    public async Task Schema_GoesToBackendsThatKeepToOne()
    {
        await using var deepSeek = await SimulatedBackend.StartAsync(new() { Personality = Personality.DeepSeek });
        await using var vllm = await SimulatedBackend.StartAsync(new() { Personality = Personality.Vllm });
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: deepseek, provider: deepseek, url: "{{deepSeek.Url}}" }
              - { name: vllm, provider: vllm, url: "{{vllm.Url}}" }
            routes:
              - { name: Any, candidates: [ { backend: deepseek, model: deepseek-chat }, { backend: vllm, model: Qwen/Qwen3-8B } ] }
            """);
        using var content = new StringContent(
            CatalogRig.Body("Any", ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{}}}"), null,
            "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        Assert.Equal("vllm", response.Header("x-gateway-backend"));
        Assert.Empty(deepSeek.Received);
    }
}
