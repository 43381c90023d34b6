using System.Text.Json.Nodes;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects;

public class StreamShapeTests
{
    [Fact]
    public async Task Ollama_RoleOnce_EmptyFinish_UsageIfAsked()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        var chunks = await client.ChunksAsync(Asking(client));

        Assert.Equal("assistant", (string?)Delta(chunks[0])["role"]);
        Assert.All(chunks[1..^1], chunk => Assert.Null(Delta(chunk)["role"]));
        Assert.Equal("{}", Delta(chunks[^2]).ToJsonString());
        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.Equal("fp_ollama", (string?)chunks[0]["system_fingerprint"]);
        Assert.Matches("^chatcmpl-[0-9]{1,3}$", (string?)chunks[0]["id"]);
        Assert.All(await client.ChunksAsync(), chunk => Assert.Null(chunk["usage"]));
    }

    [Fact]
    public async Task OllamaOld_RoleOnEveryChunk_FinishBesideEmptyContent()
    {
        await using var client = await Client.StartAsync(Personality.OllamaOld);
        var chunks = await client.ChunksAsync();

        Assert.All(chunks, chunk => Assert.Equal("assistant", (string?)Delta(chunk)["role"]));
        Assert.Equal("", (string?)Delta(chunks[^1])["content"]);
        Assert.Equal("stop", (string?)chunks[^1]["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task SiliconFlow_RunningUsage_NullBesideContent()
    {
        await using var client = await Client.StartAsync(Personality.SiliconFlow);
        var chunks = await client.ChunksAsync();
        var totals = chunks.ConvertAll(chunk => (int)chunk["usage"]!["completion_tokens"]!);

        Assert.Equal(0, totals[0]);
        Assert.Equal(totals.Order(), totals);
        Assert.Equal(client.Backend.Served.CompletionTokens, totals[^1]);
        Assert.All(chunks, chunk => Assert.True(Delta(chunk).ContainsKey("reasoning_content")));
    }

    [Fact]
    public async Task SiliconFlow_ToolPieces_HaveNullIds()
    {
        await using var client = await Client.StartAsync(Personality.SiliconFlow);
        client.Backend.Script(client.Model, new() { ToolCalls = [new() { Name = "f", Arguments = """{"city":"Paris"}""" }] });
        var pieces = (await client.ChunksAsync()).ConvertAll(chunk => Delta(chunk)["tool_calls"]?[0]!.AsObject()).FindAll(
            p => p is not null);

        Assert.Equal("f", (string?)pieces[0]!["function"]!["name"]);
        Assert.All(pieces[1..], piece => Assert.True(piece!.ContainsKey("id") && piece["id"] is null));
        Assert.Equal("""{"city":"Paris"}""", string.Concat(pieces.Select(piece => (string?)piece!["function"]!["arguments"])));
    }

    [Fact]
    public async Task OpenAi_NullUsage_ThenLastChunkWithoutChoices()
    {
        await using var client = await Client.StartAsync();
        using var response = await client.PostAsync(Asking(client));
        var chunks = Client.Chunks(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.All(chunks[..^1], chunk => Assert.True(chunk.AsObject().ContainsKey("usage") && chunk["usage"] is null));
        Assert.Empty(chunks[^1]["choices"]!.AsArray());
        Assert.Equal(client.Backend.Served.CompletionTokens, (int)chunks[^1]["usage"]!["completion_tokens"]!);
        Assert.True(response.Headers.Contains("x-request-id"));
    }

    [Theory]
    [InlineData(Personality.Ollama, "reasoning")]
    [InlineData(Personality.SiliconFlow, "reasoning_content")]
    public async Task Reasoning_IsInTheFieldOfTheProvider_AndMixesWhenScripted(Personality personality, string field)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.Script(client.Model, new() { Reasoning = "one two", Text = "a b", MixReasoningAndContent = true });
        var deltas = (await client.ChunksAsync()).ConvertAll(Delta);

        Assert.Equal("one two", string.Concat(deltas.Select(delta => (string?)delta[field])));
        Assert.Equal("a b", string.Concat(deltas.Select(delta => (string?)delta["content"])));
        Assert.Single(deltas, delta => (string?)delta["content"] == "a" && (string?)delta[field] == " two");
    }

    private static JsonObject Asking(Client client)
    {
        var request = client.Request(true);
        request["stream_options"] = new JsonObject { ["include_usage"] = true };
        return request;
    }

    private static JsonObject Delta(JsonNode chunk) =>
        chunk["choices"]!.AsArray() is [var choice, ..] ? choice!["delta"]!.AsObject() : [];
}
