using System.Text.Json.Nodes;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Tests.Endpoints;

/// <summary>Ollama's own chat and completion: what they load, with which context and for how long, and what they answer.</summary>
public class OllamaCallTests
{
    private const string Hi = """ "messages":[{"role":"user","content":"hi"}] """;
    private static readonly SimulatorOptions s_ollama = new() { Personality = Personality.Ollama, Models = ["a:7b"] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("api/generate", "response")]
    [InlineData("api/chat", "message")]
    public async Task Request_WithoutAPrompt_LoadsAndUnloads(string path, string member)
    {
        await using var client = await Client.StartAsync(s_ollama);
        var loaded = (await PostAsync(client, path, """{"model":"a:7b"}""")).Single();
        Assert.Equal(["a:7b"], client.Backend.Warm);
        var unloaded = (await PostAsync(client, path, """{"model":"a:7b","keep_alive":0}""")).Single();

        Assert.Equal(("load", true), ((string?)loaded["done_reason"], (bool)loaded["done"]!));
        Assert.NotNull(loaded[member]);
        Assert.Equal("unload", (string?)unloaded["done_reason"]);
        Assert.Empty(client.Backend.Warm);
    }

    [Theory]
    [InlineData("\"7m\"", 7)]
    [InlineData("\"1h30m\"", 90)]
    [InlineData("120", 2)]
    public async Task ContextAndKeepAlive_AreTakenFromTheRequest_AndAChangedContextLoadsAnew(string keep, int minutes)
    {
        var time = new ManualTime();
        await using var client = await Client.StartAsync(s_ollama with { Time = time });
        await PostAsync(client, "api/chat", $$$"""{"model":"a:7b","keep_alive":{{{keep}}},"options":{"num_ctx":6000}}""");
        var running = (await client.GetAsync("api/ps"))["models"]![0]!;
        Assert.Equal(6000, (int)running["context_length"]!);
        Assert.Equal(time.Now.AddMinutes(minutes), (DateTimeOffset)running["expires_at"]!);
        await client.AskAsync();

        Assert.Equal(4096, (int)(await client.GetAsync("api/ps"))["models"]![0]!["context_length"]!);
        Assert.Equal(2, client.Backend.Loads["a:7b"]);
    }

    [Theory]
    [InlineData("", 200, "prompt_eval_count", 2050)]
    [InlineData(""" "truncate":false, """, 400, "n_prompt_tokens", 6000)]
    [InlineData(""" "truncate":false, "options":{"num_ctx":8192}, """, 200, "prompt_eval_count", 6000)]
    public async Task TooLong_IsCut_OrRefusedWhereItSaysSo(string members, int status, string member, int tokens)
    {
        await using var client = await Client.StartAsync(s_ollama);
        var body =
            $$"""{"model":"a:7b","stream":false,{{members}}"messages":[{"role":"user","content":"{{new string('x', 4 * 6000)}}"}]}""";
        var answer = (await PostAsync(client, "api/chat", body, status)).Single();
        var told = status == 200 ? answer : JsonNode.Parse((string)answer["error"]!)!["error"]!;

        Assert.Equal(tokens, (int)told[member]!);
    }

    [Theory]
    [InlineData("api/chat", Hi)]
    [InlineData("api/generate", """ "prompt":"hi" """)]
    public async Task Answer_IsStreamedUnlessItSaysOtherwise_AndCountedAtTheEnd(string path, string prompt)
    {
        await using var client = await Client.StartAsync(s_ollama);
        client.Backend.Script("a:7b", new() { Text = "one two three" });
        var lines = await PostAsync(client, path, $$$"""{"model":"a:7b","options":{"num_predict":2},{{{prompt}}}}""");
        var whole = (await PostAsync(client, path, $$"""{"model":"a:7b","stream":false,{{prompt}}}""")).Single();

        Assert.Equal([false, false, true], lines.Select(line => (bool)line["done"]!));
        Assert.Equal("one two", string.Concat(lines.Select(TextOf)));
        Assert.Equal(("length", 2), ((string?)lines[^1]["done_reason"], (int)lines[^1]["eval_count"]!));
        Assert.Equal(("one two three", "stop", 3), (TextOf(whole), (string?)whole["done_reason"], (int)whole["eval_count"]!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ToolCall_HasItsArgumentsAsAnObject(bool stream)
    {
        await using var client = await Client.StartAsync(s_ollama);
        client.Backend.Script("a:7b", new() { ToolCalls = [new() { Name = "f", Arguments = """{"city":"Paris"}""" }] });
        var lines = await PostAsync(client, "api/chat", $$"""{"model":"a:7b","stream":{{(stream ? "true" : "false")}},{{Hi}}}""");
        var call = lines[0]["message"]!["tool_calls"]![0]!;

        Assert.Equal(stream ? 2 : 1, lines.Count);
        Assert.Equal("Paris", (string?)call["function"]!["arguments"]!["city"]);
        Assert.NotNull(call["id"]);
    }

    [Theory]
    [InlineData("api/chat", Hi)]
    [InlineData("api/generate", """ "prompt":"hi" """)]
    public async Task RunnerThatDies_IsALineOfItsOwn_AndNotStreamedA500(string path, string prompt)
    {
        await using var client = await Client.StartAsync(s_ollama);
        client.Backend.Script("a:7b", new() { Text = "one two three four", Fail = FailureMode.EmptyModelChunk, FailAfterChunks = 2 });
        var lines = await PostAsync(client, path, $$"""{"model":"a:7b",{{prompt}}}""");
        var whole = (await PostAsync(client, path, $$"""{"model":"a:7b","stream":false,{{prompt}}}""", 500)).Single();

        Assert.Equal(3, lines.Count);
        Assert.Contains("unexpected EOF", (string?)lines[^1]["error"]);
        Assert.Contains("unexpected EOF", (string?)whole["error"]);
    }

    [Theory]
    [InlineData("busy", 503, "maximum pending requests exceeded")]
    [InlineData("loadFailed", 500, "process has terminated")]
    public async Task Error_IsAText(string name, int status, string words)
    {
        await using var client = await Client.StartAsync(s_ollama);
        client.Backend.Script("a:7b", new() { Error = name });

        Assert.Contains(words, (string?)(await PostAsync(client, "api/chat", $$"""{"model":"a:7b",{{Hi}}}""", status)).Single()["error"]);
    }

    private static string? TextOf(JsonNode line) => (string?)(line["response"] ?? line["message"]!["content"]);

    private static async Task<List<JsonNode>> PostAsync(Client client, string path, string body, int status = 200)
    {
        using var response = await client.Http.PostAsync(path, new StringContent(body), Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        Assert.True(status == (int)response.StatusCode, text);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
