using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Sending;

/// <summary>The signs of life before an answer, and the chunks that only open it.</summary>
public class LifeBeforeAnswerTests
{
    [Fact]
    public async Task Comments_ComeBeforeTheFirstEvent()
    {
        await using var client = await Client.StartAsync(Personality.DeepSeek);
        client.Backend.Script(client.Model, new() { CommentsFirst = 3, Text = "x" });
        var text = await client.StreamAsync();
        Assert.StartsWith(": keep-alive\n\n: keep-alive\n\n: keep-alive\n\ndata: {", text);
        Assert.Equal(3, text.Split(": keep-alive").Length - 1);
    }

    [Theory]
    [InlineData(Personality.Ollama, 2)]
    [InlineData(Personality.OpenAi, 3)]
    [InlineData(Personality.OpenAi, 0)]
    public async Task OpeningChunks_AreAsManyAsAskedFor(Personality personality, int count)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.Script(client.Model, new() { OpeningChunks = count, Text = "x", RepeatRole = false });
        var text = await client.StreamAsync();
        Assert.Equal(Math.Max(count, 1), text.Split("\"role\":\"assistant\"").Length - 1);
        Assert.Contains("\"content\":\"x\"", text);
    }
}
