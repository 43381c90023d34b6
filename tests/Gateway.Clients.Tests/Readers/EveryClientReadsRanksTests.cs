using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Readers;

/// <summary>Every client reads a ranking correctly, whichever backend made it: some read <c>results</c> and some <c>data</c>.</summary>
public sealed class EveryClientReadsRanksTests
{
    private const string Model = "bge-reranker-v2-m3";
    private static readonly string[] Documents = ["the sea", "a red apple", "a red car"];

    public static IEnumerable<TheoryDataRow<string, Personality>> All() =>
        from client in RankReader.Clients
        from personality in new[] { Personality.LlamaCpp, Personality.Vllm, Personality.SiliconFlow }
        select new TheoryDataRow<string, Personality>(client, personality);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Ranking_OfAnyBackend_IsReadRight(string client, Personality personality)
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = personality, Models = [Model] });
        await using var gateway = TestGateway.Start(
            $$"""backends: [ { name: it, provider: {{personality.ToString().ToLowerInvariant()}}, url: "{{backend.Url}}" } ]""");
        await WaitUntil.TrueAsync(
            async () => (await gateway.Client.GetStringAsync("/v1/models")).Contains($"\"{Model}\"", StringComparison.Ordinal));
        using var content = new StringContent(Request(client).ToJsonString(), null, "application/json");
        // Typed with its version as the base address of a library that adds its own.
        using var response = await gateway.Client.PostAsync(
            client == "cohere" ? "/v1/v1/rerank" : client == "cherry" ? "/rerank" : "/v1/rerank", content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 200, text);

        var scores = RankReader.Read(client, JsonNode.Parse(text)!, Documents.Length);
        Assert.Equal(3, scores.Length);
        Assert.True(scores[1] > scores[2] && scores[2] > scores[0], text);
    }

    private static JsonObject Request(string client)
    {
        var request = new JsonObject
        {
            ["model"] = Model,
            ["query"] = "red apple",
            ["documents"] = new JsonArray([.. Documents.Select(d => (JsonNode)d)])
        };
        if (client is "openwebui" or "cherry")
        {
            request["top_n"] = Documents.Length;
        }
        else if (client == "cohere")
        {
            request["return_documents"] = true;
        }

        return request;
    }
}
