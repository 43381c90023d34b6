using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects.LlamaCpp;
using Gateway.Simulator.Dialects.SiliconFlow;
using Gateway.Simulator.Dialects.Vllm;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Composing;

/// <summary>Ranks documents by the number of query words they contain, and writes the result as each provider does.</summary>
internal static class SimulatedRanks
{
    // llama.cpp returns the model's raw score; the others turn it into a share.
    private const double Steepness = 4;

    public static string Write(Dialect dialect, RerankRequest request, string model, string id, int tokens)
    {
        var isRaw = dialect is LlamaCppDialect;
        var ranks = request.Documents
            .Select((document, index) => (Index: index, Text: document!, Score: Score(request.Query!, document!)))
            .OrderByDescending(static r => r.Score)
            .Take(request.TopN ?? request.Documents.Count);
        // SiliconFlow promises no order.
        ranks = dialect is SiliconFlowDialect ? ranks.OrderBy(static r => r.Index) : ranks;
        var results = new JsonArray(
            [.. ranks.Select(
                r => Item(r.Index, isRaw ? (r.Score * Steepness) - (Steepness / 2) : r.Score, r.Text, IsReturned(dialect, request)))]);
        return (dialect switch
        {
            LlamaCppDialect => new JsonObject { ["model"] = model, ["object"] = "list", ["usage"] = Usage(tokens), ["results"] = results },
            SiliconFlowDialect => new JsonObject
            {
                ["id"] = id,
                ["results"] = results,
                ["tokens"] = new JsonObject { ["input_tokens"] = tokens, ["output_tokens"] = 0 },
            },
            _ => new JsonObject { ["id"] = "rerank-" + id, ["model"] = model, ["usage"] = Usage(tokens), ["results"] = results },
        }).ToJsonString();
    }

    // llama.cpp never returns the documents, and vLLM always does.
    private static bool IsReturned(Dialect dialect, RerankRequest request) => dialect switch
    {
        LlamaCppDialect => false,
        VllmDialect => true,
        _ => request.ReturnsDocuments,
    };

    private static JsonObject Usage(int tokens) => new() { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens };

    private static JsonObject Item(int index, double score, string text, bool isReturned)
    {
        var item = new JsonObject { ["index"] = index };
        if (isReturned)
        {
            item["document"] = new JsonObject { ["text"] = text };
        }
        item["relevance_score"] = JsonNode.Parse(score.ToString("0.0###", CultureInfo.InvariantCulture));
        return item;
    }

    private static double Score(string query, string document)
    {
        var words = Words(query);
        return words.Count == 0 ? 0 : (double)words.Intersect(Words(document)).Count() / words.Count;
    }

    // Each Chinese character counts as a word.
    private static HashSet<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && !Cjk.IsIdeograph(rune))
            {
                word.Append(rune);
                continue;
            }
            Close();
            if (Cjk.IsIdeograph(rune))
            {
                words.Add(rune.ToString());
            }
        }
        Close();
        return words;

        void Close()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
