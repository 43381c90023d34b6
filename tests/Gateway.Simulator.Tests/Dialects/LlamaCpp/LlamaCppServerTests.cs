using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Dialects.LlamaCpp;

/// <summary>llama.cpp's server with one model: its facts, refusals, counts and room.</summary>
public class LlamaCppServerTests
{
    private static readonly SimulatorOptions s_server = new() { Personality = Personality.LlamaCpp, Models = ["m"] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_TellsTheServedContext_TheSize_TheQuantizationAndTheAliases_AndSoDoProps()
    {
        await using var client = await Client.StartAsync(s_server with
        {
            ServerContext = 4096,
            Parallel = 2,
            Facts = new Dictionary<string, SimulatedModel>
            {
                ["m"] = new() { Aliases = ["n"], ParameterSize = "8.2B", ContextLength = 40960, Quantization = "Q4_K_M" },
            },
        });
        var list = await client.GetAsync("v1/models");
        var meta = list["data"]![0]!["meta"]!;
        var props = await client.GetAsync("props");

        Assert.Equal("""["m","n"]""", list["data"]![0]!["aliases"]!.ToJsonString());
        Assert.Equal((4096, 40960, 8_200_000_000), ((int)meta["n_ctx"]!, (int)meta["n_ctx_train"]!, (long)meta["n_params"]!));
        Assert.Equal("Q4_K - Medium", (string?)meta["ftype"]);
        Assert.True((long)meta["size"]! > 0);
        Assert.Equal("""["completion"]""", list["models"]![0]!["capabilities"]!.ToJsonString());
        Assert.Equal((4096, 2, false),
            ((int)props["default_generation_settings"]!["n_ctx"]!, (int)props["total_slots"]!, (bool)props["is_sleeping"]!));
        Assert.Equal(("m", "Q4_K - Medium"), ((string?)props["model_alias"], (string?)props["model_ftype"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TooLong_IsRefused_WithBothNumbers(bool stream)
    {
        await using var client = await Client.StartAsync(s_server with { ServerContext = 4096 });
        using var response = await client.PostAsync(client.Request(stream, new string('x', 4 * 4500)));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["error"]!;

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(
            ("exceed_context_size_error", 4500, 4096), ((string?)error["type"], (int)error["n_prompt_tokens"]!, (int)error["n_ctx"]!));
    }

    [Fact]
    public async Task Answer_EndsWhereTheContextIsFull()
    {
        await using var client = await Client.StartAsync(s_server with { ServerContext = 100 });
        client.Backend.Script("m", new() { Words = 50 });
        var answer = await client.AskAsync(new string('x', 4 * 90));

        Assert.Equal((10, "length"), ((int)answer["usage"]!["completion_tokens"]!, (string?)answer["choices"]![0]!["finish_reason"]));
    }

    [Fact]
    public async Task InputTokens_AreThoseThatTheChatWillCount()
    {
        await using var client = await Client.StartAsync(
            s_server with { Facts = new Dictionary<string, SimulatedModel> { ["m"] = new() { TokensPerCharacter = 0.7 } } });
        var request = client.Request(false, new string('x', 1000));
        using var counted = await client.Http.PostAsJsonAsync("v1/chat/completions/input_tokens", request, Stop);
        using var answered = await client.PostAsync(request);
        var count = JsonNode.Parse(await counted.Content.ReadAsStringAsync(Stop))!;
        var answer = JsonNode.Parse(await answered.Content.ReadAsStringAsync(Stop))!;

        Assert.Equal((700, "response.input_tokens"), ((int)count["input_tokens"]!, (string?)count["object"]));
        Assert.Equal(700, (int)answer["usage"]!["prompt_tokens"]!);
        // Too long to be answered is not too long to be counted.
        request = client.Request(false, new string('x', 100_000));
        using var much = await client.Http.PostAsJsonAsync("v1/chat/completions/input_tokens", request, Stop);
        Assert.Contains("70000", await much.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("""{"model":"m"}""", 400, "'messages' is required")]
    [InlineData("""{"model":"m","messages":[""", 500, "json.exception.parse_error")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"half \ud83d"}]}""", 500, "json.exception.parse_error")]
    public async Task InputTokens_OfWhatIsNoChat_AreRefused(string body, int status, string words)
    {
        await using var client = await Client.StartAsync(s_server);
        using var counted = await client.Http.PostAsync("v1/chat/completions/input_tokens", new StringContent(body), Stop);
        using var answered = await client.Http.PostAsync("v1/chat/completions", new StringContent(body), Stop);

        Assert.Equal((status, status), ((int)counted.StatusCode, (int)answered.StatusCode));
        Assert.Contains(words, await counted.Content.ReadAsStringAsync(Stop));
        Assert.Contains(words, await answered.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("""{"model":"anything","messages":[]}""")]
    [InlineData("""{"messages":[{"role":"developer","content":"a"},{"role":"user","content":"b"}]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"user","content":"b"}]}""")]
    public async Task Chat_IsAnsweredWhateverTheModelIsCalled_ByItsOwnName(string body)
    {
        await using var client = await Client.StartAsync(s_server);
        using var response = await client.Http.PostAsync("v1/chat/completions", new StringContent(body), Stop);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!;

        Assert.Equal((200, "m"), ((int)response.StatusCode, (string?)answer["model"]));
    }

    [Fact]
    public async Task Choices_AreMadeSideBySide_AndOneOfThemIsCounted()
    {
        await using var client = await Client.StartAsync(s_server);
        client.Backend.Script("m", new() { Text = "one two" });
        var request = client.Request(true);
        request["n"] = 2;
        request["stream_options"] = new JsonObject { ["include_usage"] = true };
        var chunks = await client.ChunksAsync(request);
        request["stream"] = false;
        request.Remove("stream_options");
        using var whole = await client.PostAsync(request);
        var answer = JsonNode.Parse(await whole.Content.ReadAsStringAsync(Stop))!;

        Assert.Equal([1, 0, 1, 0, 1, 0, 1, 0], chunks[..^1].Select(c => (int)c["choices"]![0]!["index"]!));
        Assert.Equal((2, 2), ((int)chunks[^1]["usage"]!["completion_tokens"]!, (int)answer["usage"]!["completion_tokens"]!));
        Assert.Equal(["one two", "one two"], answer["choices"]!.AsArray().Select(c => (string?)c!["message"]!["content"]));
    }

    [Fact]
    public async Task ProgressAndTimings_AreToldIfAsked()
    {
        await using var client = await Client.StartAsync(s_server);
        client.Backend.Script("m", new() { Text = "one two" });
        var request = client.Request(true, new string('x', 400));
        request["return_progress"] = true;
        request["timings_per_token"] = true;
        var chunks = await client.ChunksAsync(request);

        Assert.Equal([0, 100], chunks[..2].Select(chunk => (int)chunk["prompt_progress"]!["processed"]!));
        Assert.Equal([true, true, false, true, true, true], chunks.Select(chunk => chunk["timings"] is not null));
        Assert.All(await client.ChunksAsync(), chunk => Assert.Null(chunk["prompt_progress"]));
    }

    [Theory]
    [InlineData("completion", false)]
    [InlineData("completion tools", true)]
    public async Task Tools_AreCountedWhereTheTemplateHasAPlaceForThem(string capabilities, bool counted)
    {
        await using var client = await Client.StartAsync(
            s_server with { Facts = new Dictionary<string, SimulatedModel> { ["m"] = new() { Capabilities = capabilities.Split(' ') } } });
        var request = client.Request(false);
        request["tools"] = new JsonArray(new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = "f" } });
        using var response = await client.Http.PostAsJsonAsync("v1/chat/completions/input_tokens", request, Stop);

        Assert.Equal(counted, (int)JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["input_tokens"]! > 2);
    }

    [Theory]
    [InlineData("v1/embeddings", 501)]
    [InlineData("embeddings", 501)]
    [InlineData("v1/rerank", 501)]
    [InlineData("infill", 501)]
    [InlineData("v1/audio/transcriptions", 501)]
    [InlineData("api/chat", 404)]
    [InlineData("api/show", 404)]
    public async Task What_ItWasNotStartedFor_IsNotSupported(string path, int status)
    {
        await using var client = await Client.StartAsync(s_server);
        using var response = await client.Http.PostAsJsonAsync(path, new { model = "m", input = "x" }, Stop);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["error"]!;

        Assert.Equal((status, status == 501 ? "not_supported_error" : "not_found_error", status),
            ((int)response.StatusCode, (string?)error["type"], (int)error["code"]!));
    }

    [Theory]
    [InlineData("bge-m3", "v1/embeddings", 400)]
    [InlineData("bge-m3", "v1/rerank", 501)]
    [InlineData("bge-reranker-v2-m3", "v1/rerank", 400)]
    [InlineData("bge-reranker-v2-m3", "v1/embeddings", 400)]
    [InlineData("qwen3-8b", "v1/embeddings", 501)]
    [InlineData("qwen3-8b", "v1/rerank", 501)]
    public async Task EmptyRequest_TellsWhetherTheServerWasStartedForIt(string model, string path, int status)
    {
        await using var client = await Client.StartAsync(s_server with { Models = [model] });
        using var response = await client.Http.PostAsync(path, new StringContent("{}"), Stop);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("health", 200)]
    [InlineData("v1/models", 200)]
    [InlineData("models", 200)]
    [InlineData("props", 401)]
    [InlineData("slots", 401)]
    public async Task Key_IsNotNeededToListModels_ButForTheirProperties(string path, int status)
    {
        await using var client = await Client.StartAsync(s_server with { ApiKey = "k" });
        using var none = await client.Http.GetAsync(path, Stop);
        using var chat = await client.PostAsync(client.Request(false));
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", "k");
        using var right = await client.Http.GetAsync(path, Stop);

        Assert.Equal((status, 401, 200), ((int)none.StatusCode, (int)chat.StatusCode, (int)right.StatusCode));
    }
}
