using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// Clients answer <c>context_length_exceeded</c> by shortening the conversation and sending it again, endlessly if that does not help. So
/// the code is used only where shortening helps.
/// </summary>
public sealed partial class TooLongPromptsTests
{
    private const string Shorten = "context_length_exceeded";
    private const string SendLess = "prompt_too_long";

    // In tokens, of a context of 8,192.
    [Theory]
    [InlineData("user:9000", 0, SendLess)]
    [InlineData("system:9000 user:1", 0, SendLess)]
    [InlineData("developer:9000 user:1", 0, SendLess)]
    [InlineData("user:1", 9000, SendLess)]
    [InlineData("system:3000 user:3000", 3000, SendLess)]
    [InlineData("system:9000 user:1 assistant:1 user:1", 0, SendLess)]
    [InlineData("user:1 assistant:1 user:1", 9000, SendLess)]
    [InlineData("user:1 assistant:1 user:9000", 0, SendLess)]
    [InlineData("user:9000 system:9000", 0, SendLess)]
    [InlineData("user:9000 assistant:1 user:1", 0, Shorten)]
    [InlineData("user:3000 assistant:3000 user:3000", 0, Shorten)]
    [InlineData("system:3000 user:3000 assistant:3000 user:10", 1000, Shorten)]
    [InlineData("user:1 assistant:1 tool:9000 assistant:1", 0, Shorten)]
    public async Task Prompt_LongerThanTheContext_HasTheCodeThatHelps(string messages, int tools, string code)
    {
        await using var own = await SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: own, provider: ollama, url: "{{own.Url}}", contextLength: 8192 } ]
            """);
        foreach (var stream in new[] { true, false })
        {
            using var content = new StringContent(Body("qwen2.5-coder:7b", messages, tools, stream), null, "application/json");
            using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
            var message = await AssertAsync(response, code);
            Assert.Equal(code == Shorten, message.Contains("Shorten the conversation", StringComparison.Ordinal));
            Assert.Equal(tools > 4000, message.Contains("of them are the tool that the client sends", StringComparison.Ordinal));
        }

        Assert.Empty(own.Received);
    }

    // The backend finds it too long; the gateway knows no context of it, or took the prompt for shorter.
    [Theory]
    [InlineData("openai", "user:50", 0, SendLess)]
    [InlineData("openai", "system:50 user:5", 0, SendLess)]
    [InlineData("openai", "user:5 assistant:5 user:5", 900, SendLess)]
    [InlineData("openai", "user:50 assistant:50 user:50", 0, Shorten)]
    [InlineData("vllm", "user:50", 0, SendLess)]
    [InlineData("vllm", "user:50 assistant:50 user:50", 0, Shorten)]
    [InlineData("deepseek", "user:50", 0, SendLess)]
    [InlineData("deepseek", "user:50 assistant:50 user:50", 0, Shorten)]
    [InlineData("llamacpp", "user:50", 0, SendLess)]
    [InlineData("llamacpp", "user:50 assistant:50 user:50", 0, Shorten)]
    [InlineData("lmstudio", "user:50", 0, SendLess)]
    [InlineData("lmstudio", "user:50 assistant:50 user:50", 0, Shorten)]
    [InlineData("siliconflow", "user:50", 0, SendLess)]
    [InlineData("siliconflow", "user:50 assistant:50 user:50", 0, Shorten)]
    public async Task Prompt_ThatTheBackendFindsTooLong_HasTheCodeThatHelps(string provider, string messages, int tools, string code)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { Error = "tooLong" });
        foreach (var stream in new[] { true, false })
        {
            using var response = await rig.SendAsync(Body("Only", messages, tools, stream));
            await AssertAsync(response, code);
        }
    }

    private static async Task<string> AssertAsync(HttpResponseMessage response, string code)
    {
        var error = await response.ErrorAsync(400);
        Assert.Equal(code, (string?)error["code"]);
        Assert.Equal("false", response.Header("x-should-retry"));
        var message = (string)error["message"]!;
        if (code == SendLess)
        {
            // opencode and pi go by these words too, whatever the code.
            Assert.DoesNotMatch(HasAConversationShortened(), message);
        }

        return message;
    }

    private static string Body(string model, string messages, int tools, bool stream)
    {
        var body = new JsonObject { ["model"] = model, ["stream"] = stream };
        if (tools > 0)
        {
            body["tools"] = JsonNode.Parse(
                $$"""[{"type":"function","function":{"name":"f","description":"{{Text(tools)}}","parameters":{"type":"object"} } }]""");
        }

        body["messages"] = new JsonArray(
            [.. messages.Split(' ').Select(m => m.Split(':')).Select(
                m => new JsonObject { ["role"] = m[0], ["content"] = Text(int.Parse(m[1], null)) })]);
        return body.ToJsonString();
    }

    private static string Text(int tokens) => new('x', tokens * 4);

    [GeneratedRegex(
        "too long for requested|prompt is too long|exceeds the (context window|available context size|limit of|maximum)|maximum "
        + "(prompt|context) length is|reduce the length|context length|context window exceeds|exceeded model "
        + "token|context_length_exceeded|too many tokens|token limit exceeded|request entity too large",
        RegexOptions.IgnoreCase)]
    private static partial Regex HasAConversationShortened();
}
