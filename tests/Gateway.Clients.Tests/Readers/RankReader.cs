using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>Reads an answer that ranks documents as clients do: the score of each document, in the order in which they were sent.</summary>
internal static class RankReader
{
    /// <summary>The clients that ask for a ranking, each with the members that its request has beside the model.</summary>
    public static readonly string[] Clients = ["continue-openai", "continue-siliconflow", "openwebui", "cherry", "cohere"];

    /// <exception cref="ClientException">The client gives up.</exception>
    public static double[] Read(string client, JsonNode answer, int documents) => client switch
    {
        // It wants `data`, brings that into the order of the documents, and takes the numbers as they come.
        "continue-openai" => InOrder(List(answer, "data")),
        "continue-siliconflow" => InOrder(List(answer, "results")),
        // Puts each beside its document, and fails on a document without one.
        "openwebui" => Beside(InOrder(List(answer, "results")), documents),
        "cherry" => ByIndex(List(answer, "results"), documents),
        // Its library reads a fixed shape.
        "cohere" => ByIndex((string?)answer["id"] is null ? throw new ClientException("Expected id.") : List(answer, "results"), documents),
        _ => throw new ArgumentOutOfRangeException(nameof(client), client, "There is no such client."),
    };

    private static JsonArray List(JsonNode answer, string name) =>
        answer[name] as JsonArray ?? throw new ClientException($"There is no {name}.");

    private static double[] InOrder(JsonArray list) =>
        [.. list.OrderBy(static r => (int)r!["index"]!).Select(static r => (double)r!["relevance_score"]!)];

    private static double[] Beside(double[] scores, int documents) =>
        scores.Length == documents ? scores : throw new ClientException($"{scores.Length} scores for {documents} documents.");

    private static double[] ByIndex(JsonArray list, int documents)
    {
        var scores = new double[documents];
        foreach (var rank in list)
        {
            scores[(int)rank!["index"]!] = (double)rank["relevance_score"]!;
        }

        return scores;
    }
}
