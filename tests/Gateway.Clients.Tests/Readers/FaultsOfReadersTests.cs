using Gateway.Clients.Tests.Rigs;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Readers;

/// <summary>
/// Connected to a backend directly, the readers show the faults of their clients. Otherwise they would prove nothing about the gateway.
/// </summary>
public sealed class FaultsOfReadersTests(EveryPersonality rig)
{
    [Theory]
    [InlineData(Client.LangChain, 22, 230, 252)]
    [InlineData(Client.PydanticAi, 22, 230, 252)]
    [InlineData(Client.OpenWebUi, 1, 20, 252)]
    [InlineData(Client.OpenAiPython, 1, 20, 21)]
    public async Task UsageOnEveryChunk_IsCountedAsOftenAsTheClientAddsItUp(Client client, int prompt, int completion, int total)
    {
        var stream = await rig.DirectAsync(Personality.SiliconFlow, Scenario.Text, asksForUsage: false);
        Assert.Equal(new Tokens(prompt, completion, total), ClientReader.Read(client, stream).Usage);
    }

    [Theory]
    [InlineData(Personality.SiliconFlow)]
    [InlineData(Personality.DeepSeek)]
    public async Task UsageBesideTheFinishReason_HidesItFromAutoGen(Personality personality)
    {
        foreach (var scenario in new[] { Scenario.Text, Scenario.Tools })
        {
            var stream = await rig.DirectAsync(personality, scenario, asksForUsage: false);
            Assert.Equal("unknown", ClientReader.Read(Client.AutoGen, stream).Finish);
        }
    }

    [Fact]
    public async Task UsageOnEveryChunk_LeavesNothingToContinue()
    {
        var text = ClientReader.Read(Client.Continue, await rig.DirectAsync(Personality.SiliconFlow, Scenario.Text, asksForUsage: true));
        var tools = ClientReader.Read(Client.Continue, await rig.DirectAsync(Personality.SiliconFlow, Scenario.Tools, asksForUsage: true));
        Assert.Equal("", text.Text);
        Assert.Empty(tools.Calls);
    }

    [Theory]
    [InlineData(Client.AiSdk, """{"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""")]
    [InlineData(Client.AiSdk, """{"choices":[{"delta":{"role":"Assistant"}}]}""")]
    [InlineData(Client.AiSdk, """{"choices":[{"delta":{"content":[{"type":"text","text":"hi"}]}}]}""")]
    [InlineData(Client.AiSdk, """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a"}]}}]}""")]
    [InlineData(Client.AiSdk, """{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":""}}]}}]}""")]
    [InlineData(Client.AiSdk, """{"choices":[{"delta":{"tool_calls":[{"id":7,"function":{"name":"f","arguments":""}}]}}]}""")]
    [InlineData(Client.AiSdk, """{"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":{"a":1}}}]}}]}""")]
    [InlineData(Client.AiSdk, """{"choices":[{"delta":{"content":"hi"}}]}""")]
    [InlineData(Client.OpenAiDotNet, """{"choices":[{"delta":{},"finish_reason":"eos"}]}""")]
    [InlineData(Client.OpenAiDotNet, """{"created":1.5,"choices":[]}""")]
    [InlineData(Client.OpenAiDotNet, """{"created":"1","choices":[]}""")]
    [InlineData(Client.OpenAiDotNet, """{"choices":[{"delta":null}]}""")]
    [InlineData(Client.OpenAiPython, """{"choices":[{"delta":null}]}""")]
    [InlineData(Client.OpenAiPython, """{"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f"}}]}}]}""")]
    [InlineData(Client.OpenAiPython, """{"error":{"message":"It broke."}}""")]
    [InlineData(Client.AutoGen, """{"choices":[{"delta":null}]}""")]
    [InlineData(Client.LlamaIndex, """{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":""}}]}}]}""")]
    public void Chunk_OfAShapeTheClientDoesNotBear_BreaksItOff(Client client, string chunk) =>
        Assert.Throws<ClientException>(() => ClientReader.Read(client, new Sse($"data: {chunk}\n\n")));

    [Theory]
    [InlineData(Client.LangChain, "a", "ff")]
    [InlineData(Client.OpenAiPython, "aa", "ff")]
    [InlineData(Client.AutoGen, "aa", "ff")]
    [InlineData(Client.LlamaIndex, "aa", "ff")]
    [InlineData(Client.PydanticAi, "a", "ff")]
    [InlineData(Client.OpenWebUi, "a", "ff")]
    public void IdAndNameOnEveryPiece_AreJoined(Client client, string id, string name)
    {
        const string Call = """{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"1"}}""";
        const string Piece = $$$"""data: {"choices":[{"delta":{"tool_calls":[{{{Call}}}]}}]}""";
        var call = Assert.Single(ClientReader.Read(client, new Sse($"{Piece}\n\n{Piece}\n\n")).Calls);
        Assert.Equal((id, name, "11"), (call.Id, call.Name, call.Arguments));
    }

    [Fact]
    public void ErrorEvent_PassesUnseenByTheDotNetLibrary() =>
        Assert.Equal("", ClientReader.Read(Client.OpenAiDotNet, new Sse("""data: {"error":{"message":"It broke."}}""")).Text);
}
