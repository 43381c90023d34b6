using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Simulator.Models;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>Vectors come in the requested form from every backend. They are paid for, recorded and refused as chats are.</summary>
public sealed class EmbeddingsTests
{
    private static readonly string[] Texts = ["hello", "the cat", "猫 \"quoted\" \\ 🐈"];

    private static JsonArray Input => [.. Texts.Select(static t => (JsonNode)t)];

    [Theory]
    [InlineData("ollama")]
    [InlineData("siliconflow")]
    [InlineData("openai")]
    [InlineData("lmstudio")]
    [InlineData("llamacpp")]
    [InlineData("vllm")]
    public async Task Vectors_OfEveryProvider_AreTheSameToTheBit_AsNumbersAndAsBase64(string provider)
    {
        await using var rig = await EmbeddingRig.StartAsync([provider]);
        var model = EmbeddingRig.NameAt(provider);

        var plain = await rig.AskAsync(model, Input);
        var numbers = await rig.AskAsync(model, Input, ",\"encoding_format\":\"float\"");
        var text = await rig.AskAsync(model, Input, ",\"encoding_format\":\"base64\",\"user\":\"lin\"");
        Assert.All(numbers["data"]!.AsArray(), d => Assert.IsType<JsonArray>(d!["embedding"]));
        Assert.All(text["data"]!.AsArray(), d => Assert.Equal(System.Text.Json.JsonValueKind.String, d!["embedding"]!.GetValueKind()));
        Assert.Equal(3, EmbeddingRig.BitsOf(plain).Length);
        Assert.Equal(EmbeddingRig.BitsOf(plain), EmbeddingRig.BitsOf(numbers));
        Assert.Equal(EmbeddingRig.BitsOf(numbers), EmbeddingRig.BitsOf(text));

        // One text alone is a batch of one, and has the vector that it has among others.
        var one = await rig.AskAsync(model, "the cat");
        Assert.Equal(EmbeddingRig.BitsOf(plain)[1], Assert.Single(EmbeddingRig.BitsOf(one)));
        var usage = plain["usage"]!;
        Assert.True((int)usage["prompt_tokens"]! > 0 && (int)usage["total_tokens"]! == (int)usage["prompt_tokens"]!, plain.ToJsonString());
        Assert.False(string.IsNullOrEmpty((string?)plain["model"]));
    }

    [Theory]
    [InlineData("Embedding")]
    [InlineData("嵌入")]
    [InlineData("auto")]
    [InlineData("Search")]
    [InlineData("bge-m3")]
    [InlineData("ollama/bge-m3")]
    public async Task Name_OfAnyKind_LeadsToAModelThatMakesVectors(string name)
    {
        await using var rig = await EmbeddingRig.StartAsync(
            ["ollama"], "routes: [ { name: Search, candidates: [ { backend: ollama, model: \"bge-m3:latest\" } ] } ]",
            ["bge-m3:latest", "qwen3:8b"]);
        Assert.Equal(3, EmbeddingRig.BitsOf(await rig.AskAsync(name, Input)).Length);
    }

    [Theory]
    [InlineData("/embeddings")]
    [InlineData("/v1/v1/embeddings")]
    [InlineData("/v1//embeddings/")]
    [InlineData("/v1/chat/completions/embeddings")]
    public async Task Address_InEverySpelling_IsServed(string path)
    {
        await using var rig = await EmbeddingRig.StartAsync(["ollama"]);
        using var response = await rig.SendAsync(EmbeddingRig.Body("Embedding", "hello"), path);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task ModelThatChats_IsRefusedWithWhoCould_AndOneForVectorsIsNoChat()
    {
        await using var rig = await EmbeddingRig.StartAsync(["ollama"], models: ["bge-m3:latest", "qwen3:8b"]);
        Assert.Equal(
            (400, "no_capable_model",
                "No candidate of 'qwen3:8b' can serve this request: ollama/qwen3:8b is for chat, not for embeddings. Models that can: "
                + "ollama/bge-m3:latest."),
            await rig.RefusedAsync(EmbeddingRig.Body("qwen3:8b", "hello")));
        var (status, code, message) = await rig.RefusedAsync(CatalogRig.Body("bge-m3"), "/v1/chat/completions");
        Assert.Equal((400, "no_capable_model"), (status, code));
        Assert.Contains("is for embeddings, not for chat", message, StringComparison.Ordinal);
    }

    // DeepSeek has no such address; of a model that would make vectors there, the words say so.
    [Fact]
    public async Task BackendWithoutVectors_IsNoCandidate()
    {
        await using var rig = await EmbeddingRig.StartAsync(["deepseek", "ollama"], models: ["bge-m3", "deepseek-chat"]);
        var (status, code, message) = await rig.RefusedAsync(EmbeddingRig.Body("deepseek/bge-m3", "hello"));
        Assert.Equal((400, "no_capable_model"), (status, code));
        Assert.Contains(
            "deepseek/bge-m3 is on deepseek, whose API has no embeddings. Models that can: ollama/bge-m3.", message,
            StringComparison.Ordinal);
        Assert.Equal("ollama", await ServedAsync(rig, "bge-m3"));
        Assert.Equal(0, rig["deepseek"].Served.Requests);
    }

    [Theory]
    [InlineData("""{"model":"Embedding"}""", "missing_required_parameter", "input")]
    [InlineData("""{"input":"x"}""", "missing_required_parameter", "model")]
    [InlineData("""{"model":"Embedding","input":""}""", "invalid_value", "empty text")]
    [InlineData("""{"model":"Embedding","input":[]}""", "invalid_value", "is empty")]
    [InlineData("""{"model":"Embedding","input":["a",""]}""", "invalid_value", "input[1]")]
    [InlineData("""{"model":"Embedding","input":[[]]}""", "invalid_value", "empty list")]
    [InlineData("""{"model":"Embedding","input":["a",7]}""", "invalid_value", "mixes")]
    [InlineData("""{"model":"Embedding","input":[7,"a"]}""", "invalid_value", "mixes")]
    [InlineData("""{"model":"Embedding","input":[7,-1]}""", "invalid_value", "input[1]")]
    [InlineData("""{"model":"Embedding","input":[[7,1.5]]}""", "invalid_value", "input[0][1]")]
    [InlineData("""{"model":"Embedding","input":[["a"]]}""", "invalid_type", "input[0][0]")]
    [InlineData("""{"model":"Embedding","input":[{"text":"a"}]}""", "invalid_type", "input[0]")]
    [InlineData("""{"model":"Embedding","input":{"text":"a"}}""", "invalid_type", "input")]
    [InlineData("""{"model":"Embedding","input":null}""", "invalid_type", "input")]
    [InlineData("""{"model":"Embedding","input":"a","encoding_format":"int8"}""", "invalid_value", "encoding_format")]
    [InlineData("""{"model":"Embedding","input":"a","dimensions":0}""", "invalid_value", "dimensions")]
    [InlineData("""{"model":"Embedding","input":"a","input":"b"}""", "duplicate_key", "input")]
    [InlineData("""{"model":"Embedding","input":"a","Input":"b"}""", null, "input")]
    [InlineData("""{"model":"Embedding","input":"a\ud800"}""", null, "surrogate")]
    [InlineData("""{"model":"Embedding","input":["a"}""", null, "JSON")]
    public async Task Body_ThatIsWrong_IsRefusedWithWhatIsWrong(string body, string? code, string word)
    {
        await using var rig = await EmbeddingRig.StartAsync(["ollama"]);
        var (status, told, message) = await rig.RefusedAsync(body);
        Assert.Equal(400, status);
        Assert.Contains(word, message, StringComparison.Ordinal);
        Assert.True(code is null || told == code, told);
        Assert.Equal(0, rig["ollama"].Served.Requests);
    }

    [Theory]
    [InlineData("[5,6]", 1)]
    [InlineData("[[5,6],[7]]", 2)]
    public async Task Tokens_GoToACandidateThatTakesThem_AndAreElseRefusedWithTheSwitch(string input, int count)
    {
        await using var both = await EmbeddingRig.StartAsync(["ollama", "llamacpp"]);
        Assert.Equal(count, EmbeddingRig.BitsOf(await both.AskAsync("Embedding", JsonNode.Parse(input))).Length);
        Assert.Equal((0, 1), (both["ollama"].Served.Requests, both["llamacpp"].Served.Requests));

        await using var alone = await EmbeddingRig.StartAsync(["ollama"]);
        var (status, code, message) = await alone.RefusedAsync(EmbeddingRig.Body("Embedding", JsonNode.Parse(input)));
        Assert.Equal((400, "no_capable_model"), (status, code));
        Assert.Contains("check_embedding_ctx_length=False", message, StringComparison.Ordinal);
        Assert.Equal(0, alone["ollama"].Served.Requests);
    }

    // Ollama would cut it and say nothing, at either address; told not to, it refuses.
    [Theory]
    [InlineData(20_000)]
    [InlineData(9_600)]
    public async Task TextThatIsTooLong_IsRefused_AndNotCut(int characters)
    {
        await using var rig = await EmbeddingRig.StartAsync(
            ["ollama"],
            options: o => o with { Facts = new Dictionary<string, SimulatedModel> { ["bge-m3:latest"] = new() { ContextLength = 2048 } } });
        var (status, code, message) = await rig.RefusedAsync(
            EmbeddingRig.Body("bge-m3", new JsonArray("short", new string('a', characters))));
        Assert.Equal(400, status);
        Assert.True(code is "context_length_exceeded" or "prompt_too_long", $"{code}: {message}");
        Assert.Contains("Send it in shorter pieces", message, StringComparison.Ordinal);
        // The length of each counts, not that of all together.
        Assert.Equal(
            20,
            EmbeddingRig.BitsOf(
                await rig.AskAsync(
                    "bge-m3", new JsonArray([.. Enumerable.Repeat(0, 20).Select(_ => (JsonNode)new string('a', 2_000))]))).Length);
    }

    [Fact]
    public async Task Dimensions_ArePassedOn_AndVectorsOfAnotherLengthAreNoAnswer()
    {
        await using var rig = await EmbeddingRig.StartAsync(["ollama", "llamacpp"], Both);
        Assert.All(EmbeddingRig.BitsOf(await rig.AskAsync("ollama/bge-m3", Input, ",\"dimensions\":8")), v => Assert.Equal(8, v.Length));
        // llama.cpp passes over the wish; Ollama has the same model.
        Assert.Equal("ollama", await ServedAsync(rig, "Both", ",\"dimensions\":8"));
    }

    [Theory]
    [InlineData("llamacpp", 8)]
    [InlineData("ollama", 33)]
    public async Task Dimensions_ThatNoModelHas_AreTheRequestsFault(string backend, int dimensions)
    {
        await using var rig = await EmbeddingRig.StartAsync([backend]);
        using var response = await rig.SendAsync(EmbeddingRig.Body("bge-m3", new JsonArray("a"), $",\"dimensions\":{dimensions}"));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("its vectors have another length than 'dimensions' asks for", (string)error["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,0.25]}],"model":"m","usage":{"prompt_tokens":3,"total_tokens":3}}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1,2]},{"index":0,"embedding":[1,2]}]}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1,null]}]}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1,1e99]}]}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[0,0.0]}]}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[1]}]}""")]
    [InlineData("""{"object":"list","data":[{"index":0,"embedding":"AACAPw=="},{"index":1,"embedding":"AADAfw=="}]}""")]
    [InlineData("""{"object":"list","data":[]}""")]
    [InlineData("""{"object":"list"}""")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task Answer_ThatIsNone_FailsOver(string answer)
    {
        await using var rig = await EmbeddingRig.StartAsync(["llamacpp", "ollama"], Both);
        rig["llamacpp"].Script("bge-m3", new ModelScript { ErrorStatus = 200, ErrorBody = answer });
        using var response = await rig.SendAsync(EmbeddingRig.Body("Both", new JsonArray("a", "b")));
        Assert.Equal(
            (200, "ollama", "2"), ((int)response.StatusCode, response.Header("x-gateway-backend"), response.Header("x-gateway-attempts")));
    }

    [Fact]
    public async Task Answer_OutOfOrder_IsPutInOrder()
    {
        await using var rig = await EmbeddingRig.StartAsync(["openai"]);
        rig["openai"].Script("bge-m3", new ModelScript
        {
            ErrorStatus = 200,
            ErrorBody =
                """{"data":[{"index":1,"embedding":[3,4]},{"index":0,"embedding":"AACAPwAAAEA="}],"usage":{"prompt_tokens":7,"total_tokens":7}}""",
        });
        var answer = await rig.AskAsync("bge-m3", new JsonArray("a", "b"));
        Assert.Equal(
            """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1,2]},{"object":"embedding","index":1,"embedding":[3,4]}],"model":"bge-m3","usage":{"prompt_tokens":7,"total_tokens":7}}""", answer.ToJsonString());
    }

    [Fact]
    public async Task Record_AndLog_SayWhatItWas()
    {
        await using var rig = await EmbeddingRig.StartAsync(
            ["siliconflow"], "models: [ { model: BAAI/bge-m3, price: { currency: CNY, input: 1, output: 0, asOf: 2026-11-24 } } ]");
        using var response = await rig.SendAsync(EmbeddingRig.Body("Embedding", Input));
        Assert.Equal(200, (int)response.StatusCode);
        var told = (int)(await response.Content.ReadFromJsonAsync<JsonNode>())!["usage"]!["prompt_tokens"]!;
        var record = await rig.Gateway.RecordOfAsync(response);
        Assert.Equal(
            ("embeddings", told, 0, UsageSource.Backend),
            (record.Operation, record.Tokens.Prompt, record.Tokens.Output, record.Tokens.Source));
        Assert.Equal(told * 1000L, record.ChargedNano);
    }

    [Fact]
    public async Task Explanation_OfABodyWithInput_IsOfVectors()
    {
        await using var rig = await EmbeddingRig.StartAsync(["ollama"], models: ["bge-m3:latest", "qwen3:8b"]);
        using var response = await rig.SendAsync(EmbeddingRig.Body("auto", Input), "/v1/route/explain");
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Contains("ollama/bge-m3:latest", text, StringComparison.Ordinal);
        Assert.DoesNotContain("qwen3", text, StringComparison.Ordinal);
        Assert.Equal(0, rig["ollama"].Served.Requests);
    }

    private const string Both =
        "routes: [ { name: Both, candidates: [ { backend: llamacpp, model: bge-m3 }, { backend: ollama, model: \"bge-m3:latest\" } ] } ]";

    private static async Task<string?> ServedAsync(EmbeddingRig rig, string model, string more = "")
    {
        using var response = await rig.SendAsync(EmbeddingRig.Body(model, Input, more));
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
        return response.Header("x-gateway-backend");
    }
}
