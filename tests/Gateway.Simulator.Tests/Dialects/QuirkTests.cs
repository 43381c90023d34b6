using System.Text;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects;

/// <summary>The parts of a request that one provider refuses and the others accept.</summary>
public class QuirkTests
{
    private const string User = """ "messages":[{"role":"user","content":"hi"}] """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Rows => new()
    {
        { User + ""","tools":[]""", "OpenAi Vllm DeepSeek" },
        { User + ""","functions":[]""", "OpenAi Vllm DeepSeek" },
        { User + ""","tool_choice":"none" """, "OpenAi Vllm DeepSeek" },
        { User + ""","parallel_tool_calls":true""", "OpenAi Vllm DeepSeek" },
        { User + ""","tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"auto" """, "" },
        { User + ""","stream_options":{"include_usage":true}""", "OpenAi Vllm DeepSeek SiliconFlow" },
        { User + ""","stream":true,"stream_options":{"include_usage":true}""", "" },
        { User + ""","max_tokens":9.0""", "DeepSeek Ollama OllamaOld" },
        { """ "messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}] """, "DeepSeek" },
        { """ "messages":[{"role":"developer","content":"x"},{"role":"user","content":"hi"}] """, "DeepSeek" },
        { """ "messages":[{"role":"assistant","content":null},{"role":"user","content":"hi"}] """, "Ollama OllamaOld" },
        { """ "messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":""}}]},{"role":"user","content":"hi"}] """,
        "Ollama OllamaOld LlamaCpp" },
        { """ "messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]},{"role":"user","content":"hi"}] """, "" },
        { """ "messages":[{"role":"user","content":[{"image_url":{"url":"data:image/gif;base64,AAAA"}}]}] """,
        "DeepSeek Ollama OllamaOld" },
        { """ "messages":[{"role":"user","content":[{"image_url":{"url":"data:image/webp;base64,AAAA"}}]}] """, "DeepSeek" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Request_IsRefused_ByWhomItSays(string members, string refusedBy)
    {
        foreach (var personality in Enum.GetValues<Personality>())
        {
            await using var client = await Client.StartAsync(personality);
            // What is refused for what the model lacks is another table.
            client.Backend.SetFacts(client.Model, new() { Capabilities = ["completion", "tools", "vision"] });
            using var content = new StringContent($$"""{"model":"{{client.Model}}",{{members}}}""", Encoding.UTF8, "application/json");
            using var response = await client.Http.PostAsync("v1/chat/completions", content, Stop);
            // llama.cpp's server calls whatever its template throws a fault of its own.
            var refusal = personality == Personality.LlamaCpp ? 500 : 400;
            var expected = refusedBy.Split(' ').Contains(personality.ToString()) ? refusal : 200;
            Assert.Equal((personality, expected), (personality, (int)response.StatusCode));
        }
    }

    [Theory]
    [InlineData(Personality.LlamaCpp, "", 400)]
    [InlineData(Personality.LlamaCpp, ""","chat_template_kwargs":{"enable_thinking":false}""", 200)]
    [InlineData(Personality.SiliconFlow, ""","prefix":"one" """, 400)]
    [InlineData(Personality.SiliconFlow, ""","prefix":"one","enable_thinking":false""", 200)]
    [InlineData(Personality.Vllm, "", 200)]
    public async Task BegunAnswer_OfAModelThatThinks_IsGoneOnWithWithoutThinking(Personality personality, string members, int expected)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.SetFacts(client.Model, new() { Capabilities = ["completion", "thinking"] });
        using var content = new StringContent(
            $$"""{"model":"{{client.Model}}","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"one"}]{{members}}}""", Encoding.UTF8, "application/json");
        using var response = await client.Http.PostAsync("v1/chat/completions", content, Stop);
        Assert.Equal(expected, (int)response.StatusCode);
    }

    [Fact]
    public async Task Member_ThatTheScriptRefuses_IsNamed()
    {
        await using var client = await Client.StartAsync(Personality.OpenAi);
        client.Backend.Script(client.Model, new() { Refuses = ["user"] });
        var request = client.Request(false);
        request["user"] = "somebody";
        using var response = await client.PostAsync(request);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("user", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }
}
