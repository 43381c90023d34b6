namespace Gateway.Simulator.Tests.Composing;

public class AnswerTextTests
{
    [Fact]
    public async Task SamePrompt_SameWords_OtherPrompt_OtherWords()
    {
        await using var client = await Client.StartAsync();
        var first = Content(await client.AskAsync("Tell me of rivers"));

        Assert.Equal(first, Content(await client.AskAsync("Tell me of rivers")));
        Assert.NotEqual(first, Content(await client.AskAsync("Tell me of roads")));
        Assert.StartsWith("[simulated] m/1 ", first);
    }

    [Fact]
    public async Task ChinesePrompt_ChineseAnswer()
    {
        await using var client = await Client.StartAsync();

        Assert.StartsWith("【模拟】m/1 回答：", Content(await client.AskAsync("说说 rivers")));
    }

    [Theory]
    [InlineData("Hello")]
    [InlineData("你好")]
    public async Task Words_AreTheTokens(string prompt)
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Words = 40 });

        Assert.Equal(40, (int)(await client.AskAsync(prompt))["usage"]!["completion_tokens"]!);
    }

    [Fact]
    public async Task MaxTokens_CutsWithLength()
    {
        await using var client = await Client.StartAsync();
        var request = client.Request(true);
        request["max_tokens"] = 5;
        var chunks = await client.ChunksAsync(request);

        Assert.Equal("length", (string?)chunks[^1]["choices"]![0]!["finish_reason"]);
        Assert.Equal(5, client.Backend.Served.CompletionTokens);
    }

    [Fact]
    public async Task PromptTokens_AreAQuarterOfTheCharacters()
    {
        await using var client = await Client.StartAsync();

        Assert.Equal(2, (int)(await client.AskAsync("Hello"))["usage"]!["prompt_tokens"]!);
    }

    private static string Content(System.Text.Json.Nodes.JsonNode body) => (string)body["choices"]![0]!["message"]!["content"]!;
}
