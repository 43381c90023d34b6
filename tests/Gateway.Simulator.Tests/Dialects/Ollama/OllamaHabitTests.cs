using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Tests.Dialects.Ollama;

/// <summary>The parameters Ollama ignores, the names it treats as equal, and its answers at unknown addresses.</summary>
public class OllamaHabitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ChoicesAndTheNewerLimit_ArePassedOver()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        client.Backend.Script(client.Model, new() { Words = 20 });
        var request = client.Request(false);
        request["n"] = 2;
        request["max_completion_tokens"] = 7;
        using var response = await client.PostAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;

        Assert.Single(answer["choices"]!.AsArray());
        Assert.Equal((20, "stop"), ((int)answer["usage"]!["completion_tokens"]!, (string?)answer["choices"]![0]!["finish_reason"]));
    }

    [Theory]
    [InlineData("""{"model":"a:7b","Model":"b:7b","messages":[{"role":"user","content":"hi"}]}""", "b:7b")]
    [InlineData("""{"Model":"b:7b","model":"a:7b","MESSAGES":[{"role":"user","content":"hi"}]}""", "a:7b")]
    public async Task Names_HaveNoCase_AndTheLastHolds(string body, string model)
    {
        await using var client =
            await Client.StartAsync(new SimulatorOptions { Personality = Personality.Ollama, Models = ["a:7b", "b:7b"] });
        using var response = await client.Http.PostAsync("v1/chat/completions", new StringContent(body), Stop);

        Assert.Equal(model, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["model"]);
    }

    [Fact]
    public async Task Limit_InAnotherCase_Holds()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        using var response = await client.Http.PostAsync("v1/chat/completions", new StringContent(
            """{"model":"m/1","Max_Tokens":2,"STREAM":true,"messages":[{"role":"user","content":"hi"}]}"""), Stop);

        Assert.Equal(3, Client.Chunks(await response.Content.ReadAsStringAsync(Stop)).Count);
    }

    [Fact]
    public async Task Name_WithoutATag_IsTheLatest_AndIsAnsweredAsItWasCalled()
    {
        await using var client =
            await Client.StartAsync(new SimulatorOptions { Personality = Personality.Ollama, Models = ["stella:latest"] });

        Assert.Equal("stella", (string?)(await client.AskAsync(model: "stella"))["model"]);
        Assert.Equal("model 'nope' not found", (string?)(await client.AskAsync(model: "nope"))["error"]!["message"]);
    }

    [Theory]
    [InlineData("POST", "tokenize", 404, "404 page not found")]
    [InlineData("POST", "infill", 404, "404 page not found")]
    [InlineData("POST", "api/tokenize", 404, "404 page not found")]
    [InlineData("POST", "v1/rerank", 404, "404 page not found")]
    [InlineData("POST", "v1/images/generations", 404, "404 page not found")]
    [InlineData("DELETE", "v1/chat/completions", 405, "405 method not allowed")]
    public async Task AddressThatIsNotThere_IsAnsweredWithText(string method, string path, int status, string text)
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        using var response = await client.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Stop);

        Assert.Equal((status, text, "text/plain"),
            ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop), response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(status == 405 ? "POST" : null, response.Content.Headers.Allow.SingleOrDefault());
    }

    [Fact]
    public async Task Transcription_WantsAForm()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        using var response = await client.Http.PostAsJsonAsync("v1/audio/transcriptions", new { model = client.Model }, Stop);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("multipart/form-data", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task OneModel_IsToldByItsName()
    {
        await using var client = await Client.StartAsync(new SimulatorOptions { Personality = Personality.Ollama, Models = ["a:7b"] });

        Assert.Equal("""{"id":"a:7b","object":"model","created":1767225600,"owned_by":"library"}""",
            (await client.GetAsync("v1/models/a:7b")).ToJsonString());
        Assert.NotNull((await client.GetAsync("v1/models/nope"))["error"]);
    }

    [Theory]
    [InlineData(Personality.Ollama, 400, "invalid_request_error", "JSON schema conversion failed")]
    [InlineData(Personality.OllamaOld, 500, "api_error", "invalid JSON schema")]
    public async Task SchemaThatIsNone_WasItsOwnFaultOnce(Personality personality, int status, string type, string words)
    {
        await using var client = await Client.StartAsync(personality);
        var request = client.Request(false);
        request["response_format"] = JsonNode.Parse("""{"type":"json_schema","json_schema":{"name":"p","schema":{"type":"nonsense"}}}""");
        using var response = await client.PostAsync(request);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["error"]!;

        Assert.Equal((status, type), ((int)response.StatusCode, (string?)error["type"]));
        Assert.Contains(words, (string?)error["message"]);
    }

    [Theory]
    [InlineData(Personality.Ollama, """{"content":""}""")]
    [InlineData(Personality.OllamaOld, """{"role":"assistant","content":""}""")]
    public async Task RunnerThatDies_LeavesAChunkWithoutAModel_AndAnOrderlyEnd(Personality personality, string delta)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.Script(client.Model, new() { Fail = FailureMode.EmptyModelChunk });
        var stream = await client.StreamAsync();
        var last = Client.Chunks(stream)[^1];

        Assert.Equal(("", delta), ((string?)last["model"], last["choices"]![0]!["delta"]!.ToJsonString()));
        Assert.Null(last["choices"]![0]!["finish_reason"]);
        Assert.DoesNotContain("[DONE]", stream);
        client.Backend.Script(client.Model, new() { Error = "runnerDied" });
        using var whole = await client.PostAsync(client.Request(false));
        Assert.Equal(500, (int)whole.StatusCode);
        Assert.Contains("unexpected EOF", await whole.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData(Personality.Ollama, "0.33.0")]
    [InlineData(Personality.OllamaOld, "0.20.7")]
    public async Task Version_IsTold(Personality personality, string version)
    {
        await using var client = await Client.StartAsync(personality);

        Assert.Equal(version, (string?)(await client.GetAsync("api/version"))["version"]);
    }

    [Fact]
    public async Task CutToolCall_IsNotThere()
    {
        await using var client = await Client.StartAsync(Personality.Ollama);
        client.Backend.Script(client.Model, new() { Text = "So", ToolCalls = [new() { Name = "f", Arguments = "{}" }] });
        var request = client.Request(true);
        request["max_tokens"] = 1;
        var chunks = await client.ChunksAsync(request);

        Assert.Equal(
            ["""{"role":"assistant","content":"So"}""", "{}"], chunks.Select(chunk => chunk["choices"]![0]!["delta"]!.ToJsonString()));
        Assert.Equal([null, "length"], chunks.Select(chunk => (string?)chunk["choices"]![0]!["finish_reason"]));
    }

    [Theory]
    [InlineData(Personality.Ollama)]
    [InlineData(Personality.LlamaCpp)]
    public async Task Logprobs_AreToldForEachToken_IfAsked(Personality personality)
    {
        await using var client = await Client.StartAsync(personality);
        client.Backend.Script(client.Model, new() { Text = "one two" });
        Assert.Null((await client.AskAsync())["choices"]![0]!["logprobs"]);
        var request = client.Request(false);
        request["logprobs"] = true;
        request["top_logprobs"] = 2;
        using var response = await client.PostAsync(request);
        var told = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["choices"]![0]!["logprobs"]!["content"]!.AsArray();
        request["stream"] = true;
        var streamed = (await client.ChunksAsync(request))
            .Where(chunk => chunk["choices"]!.AsArray().Count > 0 && chunk["choices"]![0]!["logprobs"] is not null).ToList();

        Assert.Equal(["one", " two"], told.Select(token => (string?)token!["token"]));
        Assert.All(told, token => Assert.Equal(2, token!["top_logprobs"]!.AsArray().Count));
        Assert.Equal(2, streamed.Count);
    }
}
