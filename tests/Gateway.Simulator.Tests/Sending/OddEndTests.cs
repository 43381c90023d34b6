using System.Text.Json.Nodes;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Tests.Sending;

/// <summary>Ends, lines and labels as some servers write them.</summary>
public class OddEndTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FailureMode.ErrorLine, "\n\nerror: {\"code\":500,", true)]
    [InlineData(FailureMode.NamedFlatError, "\n\nevent: error\ndata: {\"code\":500,", false)]
    [InlineData(FailureMode.ErrorInChoice, "\"finish_reason\":\"error\",\"error\":{\"code\":500,", false)]
    public async Task Error_InTheMiddle_StandsWhereItsServerPutsIt(FailureMode fail, string sign, bool done)
    {
        await using var client = await Client.StartAsync(Personality.LlamaCpp);
        client.Backend.Script(client.Model, new() { Fail = fail });
        var stream = await client.StreamAsync();
        Assert.Contains(sign, stream);
        Assert.Equal(done, stream.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FailWith_IsAnErrorOfTheProvider()
    {
        await using var client = await Client.StartAsync(Personality.LlamaCpp);
        client.Backend.Script(client.Model, new() { Fail = FailureMode.ErrorLine, FailAfterChunks = 0, FailWith = "tooLong" });
        Assert.Contains("context size", await client.StreamAsync());
        Assert.Throws<ArgumentException>(() => client.Backend.Script(client.Model, new() { FailWith = "none" }));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(2, "one two ")]
    public async Task Ollama_WhoseRunnerDies_AnswersWithoutAnEndAndWithZeros(int pieces, string content)
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        client.Backend.Script(client.Model, new() { Fail = FailureMode.EmptyModelChunk, FailAfterChunks = pieces, Text = "one two three" });
        var answer = await client.AskAsync();
        var choice = answer["choices"]![0]!;
        Assert.Equal(content.Trim(), ((string?)choice["message"]!["content"])!.Trim());
        Assert.Null(choice["finish_reason"]);
        Assert.Equal(0, (int)answer["usage"]!["prompt_tokens"]! + (int)answer["usage"]!["completion_tokens"]!);
    }

    [Fact]
    public async Task Choices_AreMadeOneAfterAnother_WhereTheProviderMakesThem()
    {
        await using var client = await Client.StartAsync();
        var request = client.Request(true);
        request["n"] = 2;
        var choices = (await client.ChunksAsync(request)).Select(c => c["choices"]![0]!).ToList();
        Assert.Equal([0, 1], choices.Where(c => c["finish_reason"] is not null).Select(c => (int)c["index"]!));
        client.Backend.Script(client.Model, new() { Fail = FailureMode.PlainEnd, FailBetweenChoices = true });
        Assert.All((await client.ChunksAsync(request)).Select(c => c["choices"]![0]!), c => Assert.Equal(0, (int)c["index"]!));
        await using var ollama = await Client.StartAsync(Personality.Ollama);
        request["model"] = ollama.Model;
        Assert.All((await ollama.ChunksAsync(request)).Select(c => c["choices"]![0]!), c => Assert.Equal(0, (int)c["index"]!));
    }

    [Fact]
    public async Task Events_HaveTheLinesOfTheScript()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { Cr = true, SplitData = true, NullEvents = true });
        var stream = await client.StreamAsync();
        Assert.DoesNotContain("\n", stream);
        Assert.StartsWith("data: null\r\rdata:\r\rdata: {\rdata:   \"id\"", stream);
        Assert.EndsWith("data: [DONE]\r\r", stream);
    }

    [Fact]
    public async Task Form_IsTheOtherOne_UnderTheLabelOfTheScript()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new() { OtherFraming = true, ContentType = "text/x-odd" });
        using var whole = await client.PostAsync(client.Request(true));
        Assert.Equal("text/x-odd", whole.Content.Headers.ContentType?.MediaType);
        Assert.Equal("chat.completion", (string?)JsonNode.Parse(await whole.Content.ReadAsStringAsync(Stop))!["object"]);
        Assert.EndsWith("[DONE]\n\n", await client.StreamAsync(client.Request(false)));
    }

    [Fact]
    public async Task Members_OfAzureAndOfTheOldForm_AreWritten()
    {
        await using var client = await Client.StartAsync();
        client.Backend.Script(client.Model, new()
        {
            FilterEvents = true,
            ErrorMember = "\"\"",
            FinishOnEveryChunk = true,
            FunctionCall = new() { Name = "f", Arguments = """{"a":1}""" },
        });
        var chunks = await client.ChunksAsync();
        Assert.NotNull(chunks[0]["prompt_filter_results"]);
        Assert.NotNull(chunks[^1]["choices"]![0]!["content_filter_results"]);
        Assert.All(chunks[1..^1], chunk => Assert.Equal("", (string?)chunk["error"]));
        Assert.All(chunks[1..^1], chunk => Assert.Equal("function_call", (string?)chunk["choices"]![0]!["finish_reason"]));
        Assert.Equal(
            """{"a":1}""", string.Concat(chunks[1..^1].Select(c => (string?)c["choices"]![0]!["delta"]!["function_call"]?["arguments"])));
        Assert.Equal("f", (string?)(await client.AskAsync())["choices"]![0]!["message"]!["function_call"]!["name"]);
    }
}
