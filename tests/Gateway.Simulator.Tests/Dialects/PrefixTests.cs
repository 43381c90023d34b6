using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects;

public class PrefixTests
{
    private const string Text = "one two three four five";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        Personality.Vllm, "v1/chat/completions", """{"continue_final_message":true,"add_generation_prompt":false}""", "{}",
        " three four five")]
    [InlineData(Personality.Vllm, "v1/chat/completions", "{}", "{}", Text)]
    [InlineData(Personality.Vllm, "v1/chat/completions", """{"continue_final_message":true}""", "{}", null)]
    [InlineData(Personality.LlamaCpp, "v1/chat/completions", "{}", "{}", " three four five")]
    [InlineData(Personality.DeepSeek, "beta/chat/completions", "{}", """{"prefix":true}""", " three four five")]
    [InlineData(Personality.DeepSeek, "v1/chat/completions", "{}", """{"prefix":true}""", null)]
    [InlineData(Personality.Ollama, "v1/chat/completions", "{}", "{}", " three four five")]
    [InlineData(Personality.SiliconFlow, "v1/chat/completions", """{"prefix":"one two"}""", "{}", " three four five")]
    [InlineData(Personality.SiliconFlow, "v1/chat/completions", """{"prefix":"one two","suffix":"five"}""", "{}", Text)]
    [InlineData(Personality.SiliconFlow, "v1/chat/completions", "{}", "{}", Text)]
    [InlineData(Personality.Ollama, "v1/chat/completions", """{"continue_final_message":true}""", "{}", null)]
    [InlineData(Personality.LmStudio, "v1/chat/completions", "{}", """{"prefix":true}""", null)]
    [InlineData(Personality.SiliconFlow, "v1/chat/completions", "{}", """{"prefix":true}""", null)]
    [InlineData(Personality.OpenAi, "v1/chat/completions", "{}", "{}", Text)]
    public async Task AssistantsMessage_AtTheEnd_IsGoneOnWith_WhereTheProviderDoes(
        Personality personality, string path, string ofBody, string ofMessage, string? expected)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.Script(client.Model, new() { Text = Text });
        client.Backend.SetFacts(client.Model, new() { Capabilities = ["completion", "insert"] });
        var request = client.Request(false);
        var message = JsonNode.Parse(ofMessage)!.AsObject();
        (message["role"], message["content"]) = ("assistant", "one two");
        request["messages"]!.AsArray().Add(message);
        foreach (var (name, value) in JsonNode.Parse(ofBody)!.AsObject())
        {
            request[name] = value!.DeepClone();
        }

        using var response = await client.Http.PostAsJsonAsync(path, request, Stop);
        Assert.Equal(expected is null ? 400 : 200, (int)response.StatusCode);
        if (expected is not null)
        {
            var answer = await response.Content.ReadFromJsonAsync<JsonNode>(Stop);
            Assert.Equal(expected, (string?)answer!["choices"]![0]!["message"]!["content"]);
        }
    }
}
