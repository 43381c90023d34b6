using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Reasoning is neither lost nor leaked, and goes back to the backend in the field that it reads.</summary>
public sealed class ReasoningTests
{
    private static readonly ModelScript Thinks = new() { Reasoning = "let me think", Text = "the answer" };

    [Theory]
    [InlineData("Local")]
    [InlineData("Cloud")]
    public async Task Reasoning_OfAnyBackend_ArrivesAsReasoningContent(string tag)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, Thinks);
        rig.Cloud.Script(Rig.CloudModel, Thinks);

        var stream = (await rig.StreamAsync(tag)).Whole();
        Assert.Equal("let me think", stream.Reasoning);
        Assert.Equal("the answer", stream.Content);
        Assert.All(stream.Deltas, d => Assert.Null(d["reasoning"]));
        var message = (await rig.AnswerAsync(tag))["choices"]![0]!["message"]!;
        Assert.Equal("let me think", (string?)message["reasoning_content"]);
        Assert.Null(message["reasoning"]);
    }

    [Fact]
    public async Task Reasoning_ForAKeyThatWantsTheOtherField_ArrivesAsReasoning()
    {
        const string Key = "sk-gw-12345678-a-key-for-this-test-only";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var rig = await Rig.StartAsync($"keys:\n  - {{ name: tester, reasoning: reasoning, sha256: \"{hash}\" }}");
        rig.Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        rig.Cloud.Script(Rig.CloudModel, Thinks);

        var stream = (await rig.StreamAsync("Cloud")).Whole();
        Assert.Equal("let me think", string.Concat(stream.Deltas.Select(d => (string?)d["reasoning"])));
        Assert.All(stream.Deltas, d => Assert.Null(d["reasoning_content"]));
    }

    [Fact]
    public async Task ReasoningAndContentInOneDelta_ArriveInTwo()
    {
        await using var rig = await Rig.StartAsync();
        rig.Cloud.Script(Rig.CloudModel, Thinks with { MixReasoningAndContent = true });
        var stream = (await rig.StreamAsync("Cloud")).Whole();
        Assert.Equal("let me think", stream.Reasoning);
        Assert.Equal("the answer", stream.Content);
        Assert.All(stream.Deltas, d => Assert.False(
            !string.IsNullOrEmpty((string?)d["reasoning_content"]) && !string.IsNullOrEmpty((string?)d["content"])));
    }

    [Theory]
    [InlineData("Local", "reasoning")]
    [InlineData("Cloud", "reasoning_content")]
    public async Task Reasoning_InTheHistory_ReachesTheBackendInTheFieldItReads(string tag, string field)
    {
        await using var rig = await Rig.StartAsync();
        foreach (var sent in new[] { "reasoning", "reasoning_content" })
        {
            using var response = await rig.SendAsync(
                $$"""{"model":"{{tag}}","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b","{{sent}}":"because"},{"role":"user","content":"c"}]}""");
            Assert.Equal(200, (int)response.StatusCode);
        }

        foreach (var received in (tag == "Local" ? rig.Ollama : rig.Cloud).Received)
        {
            var message = JsonNode.Parse(received.Body)!["messages"]![1]!.AsObject();
            Assert.Equal("because", (string?)message[field]);
            Assert.Equal(3, message.Count);
        }
    }
}
