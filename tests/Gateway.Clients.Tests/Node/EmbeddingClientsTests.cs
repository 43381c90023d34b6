using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Node;

/// <summary>
/// Libraries that request vectors get the same ones from every backend, each in the encoding that it requests by default.
/// </summary>
public sealed class EmbeddingClientsTests(NodeClients node)
{
    private static readonly string[] Texts = ["hello", "the cat", "猫"];

    [Theory]
    [InlineData("openai", Personality.Ollama, "bge-m3:latest")]
    [InlineData("openai", Personality.SiliconFlow, "BAAI/bge-m3")]
    [InlineData("openai", Personality.LmStudio, "text-embedding-bge-m3")]
    [InlineData("ai-7", Personality.Ollama, "bge-m3:latest")]
    [InlineData("ai-7", Personality.LlamaCpp, "bge-m3")]
    [InlineData("langchain", Personality.Ollama, "bge-m3:latest")]
    [InlineData("langchain", Personality.SiliconFlow, "BAAI/bge-m3")]
    public async Task Vectors_AreReadByTheLibrary_AsTheyAre(string client, Personality personality, string model)
    {
        await using var backend =
            await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = personality, Models = [model], Warm = [model] });
        await using var gateway = Start(personality, backend, model);
        var result = await node.EmbedAsync(client, gateway.Url, "Search", Texts);
        Assert.Null((string?)result["error"]);
        Assert.Equal(await BitsAsync(gateway), result["vectors"]!.AsArray().Select(v => v!.AsArray().Select(n => Bits(n!)).ToArray()));
        Assert.True(client == "langchain" || (int)result["tokens"]! > 0);
        Assert.Equal(2, backend.Served.Requests);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("ai-7")]
    [InlineData("langchain")]
    public async Task ModelThatChats_IsAnErrorThatNamesWhoCould(string client)
    {
        await using var backend = await SimulatedBackend.StartAsync(
            new SimulatorOptions { Personality = Personality.Ollama, Models = ["qwen3:8b", "bge-m3:latest"], Warm = [] });
        await using var gateway = Start(Personality.Ollama, backend, "bge-m3:latest");
        var result = await node.EmbedAsync(client, gateway.Url, "ollama/qwen3:8b", Texts);
        Assert.Contains("Models that can: ollama/bge-m3:latest", (string?)result["error"], StringComparison.Ordinal);
    }

    // What LangChain for Python sends by default, written here after its bodies: numbers of tokens, and base64 wanted.
    [Theory]
    [InlineData(Personality.LlamaCpp, "bge-m3", true)]
    [InlineData(Personality.Ollama, "bge-m3:latest", false)]
    public async Task PythonsLangChain_WithItsTokens_IsAnswered_OrToldItsSwitch(Personality personality, string model, bool isTaken)
    {
        await using var backend =
            await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = personality, Models = [model], Warm = [model] });
        await using var gateway = Start(personality, backend, model);
        using var content = new StringContent(
            """{"input":[[15339],[1820,8415]],"model":"Search","encoding_format":"base64"}""", null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/embeddings", content);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        if (isTaken)
        {
            Assert.All(answer["data"]!.AsArray(), d => Assert.Equal(128, Convert.FromBase64String((string)d!["embedding"]!).Length));
        }
        else
        {
            Assert.Equal(400, (int)response.StatusCode);
            Assert.Contains("check_embedding_ctx_length=False", (string?)answer["error"]!["message"], StringComparison.Ordinal);
        }
    }

    private static TestGateway Start(Personality personality, SimulatedBackend backend, string model)
    {
        var name = personality.ToString().ToLowerInvariant();
        return TestGateway.Start($$"""
            backends:
              - { name: {{name}}, provider: {{name}}, url: "{{backend.Url}}" }
            routes:
              - { name: Search, candidates: [ { backend: {{name}}, model: "{{model}}" } ] }
            """);
    }

    // As OpenAI's library for Python reads them: base64 of 32-bit numbers, least byte first.
    private static async Task<IEnumerable<uint[]>> BitsAsync(TestGateway gateway)
    {
        using var response = await gateway.Client.PostAsJsonAsync(
            "/v1/embeddings", new { model = "Search", input = Texts, encoding_format = "base64" });
        var data = (await response.Content.ReadFromJsonAsync<JsonNode>())!["data"]!.AsArray();
        return data.Select(d => Convert.FromBase64String((string)d!["embedding"]!))
            .Select(b => Enumerable.Range(0, b.Length / 4).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(b.AsSpan(i * 4))).ToArray());
    }

    private static uint Bits(JsonNode number) =>
        BitConverter.SingleToUInt32Bits((float)double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture));
}
