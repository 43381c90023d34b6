using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Readers;

/// <summary>
/// The requests that Continue's providers send while somebody types: their own templates as bare text, or a prompt and a suffix. Continue
/// reads the first choice of each event without checking that there is one.
/// </summary>
public sealed class ContinueFillsInTests
{
    private const string Text = "one two three four five";
    private const string Stops =
        "\"stop\":[\"<|endoftext|>\",\"<|fim_middle|>\",\"\\n\\n\",\"/src/\"],\"max_tokens\":64,\"temperature\":0.01,\"stream\":true";
    private const string Template = "\"prompt\":\"<|fim_prefix|>int a = <|fim_suffix|>;<|fim_middle|>\"";
    private const string Both = "\"prompt\":\"int a = \",\"suffix\":\";\"";

    [Theory]
    [InlineData("openai", "/v1/completions", Template)]
    [InlineData("vllm", "/v1/completions", Template)]
    [InlineData("lmstudio", "/v1/completions", Template)]
    [InlineData("llamacpp", "/v1/completions", Template)]
    [InlineData("ollama", "/v1/completions", Template)]
    [InlineData("siliconflow", "/v1/completions", Both)]
    [InlineData("ollama", "/v1/completions", Both)]
    [InlineData("deepseek", "/beta/completions", Both)]
    public async Task Completion_IsRead(string provider, string path, string prompt)
    {
        await using var rig = await StartAsync(provider);
        using var response = await rig.Gateway.CompleteAsync($"{{\"model\":\"Only\",{prompt},{Stops}}}", path);
        var stream = (await response.EventsAsync()).Whole();
        Assert.Equal(Text, string.Concat(stream.Events.Select(static e => (string)e["choices"]![0]!["text"]!)));
    }

    [Theory]
    [InlineData("siliconflow")]
    [InlineData("ollama")]
    [InlineData("llamacpp")]
    public async Task MistralsCompletion_IsReadAsDeltas(string provider)
    {
        await using var rig = await StartAsync(provider);
        using var response = await rig.Gateway.CompleteAsync($"{{\"model\":\"Only\",{Both},{Stops}}}", "/v1/fim/completions");
        var stream = (await response.EventsAsync()).Whole();
        Assert.Equal(Text, string.Concat(stream.Events.Select(static e => (string?)e["choices"]![0]!["delta"]!["content"])));
    }

    private static async Task<ProviderRig> StartAsync(string provider)
    {
        var rig = await ProviderRig.StartAsync(provider, facts: CompletionRig.Fills);
        rig.Script(new ModelScript { Text = Text });
        return rig;
    }
}
