using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>
/// A client that asks for several answers gets them from a backend that makes them, or is told which can. All of them are counted.
/// </summary>
public sealed class SeveralAnswersTests
{
    private static JsonObject Two => new() { ["n"] = 2 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Several_OfABackendThatMakesOne_AreRefused_AndThoseThatCanAreNamed(bool stream)
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.ChatAsync("Local", stream, Two);
        var error = await response.ErrorAsync(400);
        Assert.Equal("no_capable_model", (string?)error["code"]);
        Assert.Contains(
            "ollama/qwen2.5-coder:7b cannot make several answers at once. Models that can: ", (string?)error["message"],
            StringComparison.Ordinal);
        Assert.Contains("cloud/", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(rig.Ollama.Received);
    }

    [Theory]
    [InlineData("ollama", 400)]
    [InlineData("lmstudio", 400)]
    [InlineData("deepseek", 400)]
    [InlineData("llamacpp", 200)]
    [InlineData("vllm", 200)]
    [InlineData("openai", 200)]
    [InlineData("siliconflow", 200)]
    public async Task Several_OfEachProvider_AreMadeOrRefused(string provider, int status)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        using var response = await rig.SendAsync("""{"model":"Only","n":2,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(status, (int)response.StatusCode);
        // One is what everybody makes.
        using var one = await rig.SendAsync("""{"model":"Only","n":1,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(200, (int)one.StatusCode);
    }

    [Fact]
    public async Task Several_BehindATag_GoToWhoMakesThem()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.ChatAsync("Coder", more: Two);
        Assert.Equal((200, "cloud"), ((int)response.StatusCode, response.Header("x-gateway-backend")));
        Assert.Equal("1", response.Header("x-gateway-attempts"));
    }

    // It makes as many as it is asked for, and tells the tokens of one.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Several_OfALlamaServer_AreAllCounted_AndTheRecordSaysHow(bool stream)
    {
        await using var rig = await ProviderRig.StartAsync("llamacpp");
        rig.Script(new ModelScript { Text = "one two three four five" });
        using var response = await rig.SendAsync(
            $$"""{"model":"Only","n":2,"stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(200, (int)response.StatusCode);
        await response.Content.ReadAsStringAsync();
        var record = await rig.Gateway.RecordOfAsync(response);
        // By their events, or by the length of their text where there are none.
        Assert.Equal(
            (UsageSource.Estimated, stream ? 10 : 12, UsageMarks.ChoicesEstimated),
            (record.Tokens.Source, record.Tokens.Output, record.Marks));
    }

    [Fact]
    public async Task Several_OfABackendThatCountsThemAll_AreAsItTells()
    {
        await using var rig = await ProviderRig.StartAsync("vllm");
        rig.Script(new ModelScript { Text = "one two three four five" });
        using var response = await rig.SendAsync("""{"model":"Only","n":2,"messages":[{"role":"user","content":"hi"}]}""");
        var told = (int)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["usage"]!["completion_tokens"]!;
        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal((UsageSource.Backend, told, UsageMarks.None), (record.Tokens.Source, record.Tokens.Output, record.Marks));
    }
}
