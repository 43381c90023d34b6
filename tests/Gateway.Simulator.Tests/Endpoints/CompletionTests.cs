using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Endpoints;

public class CompletionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Personality.Ollama, "v1/completions", """{"prompt":"a"}""", 200)]
    [InlineData(Personality.Ollama, "v1/completions", """{"prompt":["a"]}""", 400)]
    [InlineData(Personality.Ollama, "v1/completions", """{"prompt":"a","suffix":"b"}""", 400)]
    [InlineData(Personality.Ollama, "api/generate", """{"prompt":"a","suffix":"b"}""", 400)]
    [InlineData(Personality.SiliconFlow, "v1/completions", """{"prompt":"a","suffix":"b"}""", 400)]
    [InlineData(Personality.SiliconFlow, "v1/completions", """{"prompt":[1]}""", 400)]
    [InlineData(Personality.Vllm, "v1/completions", """{"prompt":"a","suffix":"b"}""", 400)]
    [InlineData(Personality.Vllm, "v1/completions", """{"prompt":[1,2]}""", 200)]
    [InlineData(Personality.LmStudio, "v1/completions", """{"prompt":"a","suffix":"b"}""", 200)]
    [InlineData(Personality.LmStudio, "v1/completions", """{"prompt":[1]}""", 400)]
    [InlineData(Personality.LlamaCpp, "v1/completions", """{"prompt":"a","suffix":"b"}""", 200)]
    [InlineData(Personality.LlamaCpp, "infill", """{"input_prefix":"a","input_suffix":"b"}""", 501)]
    [InlineData(Personality.DeepSeek, "beta/completions", """{"prompt":"a"}""", 200)]
    [InlineData(Personality.DeepSeek, "v1/completions", """{"prompt":"a"}""", 404)]
    [InlineData(Personality.OpenAi, "v1/completions", """{"prompt":["a","b"]}""", 200)]
    [InlineData(Personality.OpenAi, "v1/completions", "{}", 400)]
    public async Task Completion_OfAModelThatFillsInNothing_IsRefusedAsTheRealServerDoes(
        Personality personality, string path, string members, int status)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.SetFacts(client.Model, new() { Capabilities = ["completion"] });
        var body = JsonNode.Parse(members)!.AsObject();
        body["model"] = client.Model;
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.Http.PostAsync(path, content, Stop);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Infill_AnswersInItsOwnWords()
    {
        await using var client = await Client.StartAsync(Personality.LlamaCpp);
        client.Backend.SetFacts(client.Model, new() { Capabilities = ["completion", "insert"] });
        client.Backend.Script(client.Model, new() { Text = "one two" });
        using var response = await client.Http.PostAsJsonAsync(
            "infill", new { model = client.Model, input_prefix = "a", input_suffix = "b" }, Stop);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        Assert.Equal(("one two", true, "eos"), ((string?)answer["content"], (bool)answer["stop"]!, (string?)answer["stop_type"]));
        Assert.Equal(2, (int)answer["tokens_predicted"]!);
    }
}
