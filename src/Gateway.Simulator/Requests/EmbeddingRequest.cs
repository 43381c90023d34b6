using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Simulator.Requests;

/// <summary>A request for vectors, in OpenAI's words or in Ollama's own.</summary>
internal sealed record EmbeddingRequest
{
    /// <summary>The texts; of tokens, their numbers with a comma between.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>How many tokens each has; null: as many as its text makes.</summary>
    public IReadOnlyList<int>? Tokens { get; init; }

    public bool WantsBase64 { get; init; }

    public int? Dimensions { get; init; }

    /// <summary>Whether a text that is too long may be cut.</summary>
    public bool Truncates { get; init; } = true;

    /// <returns>Null where there is nothing to embed.</returns>
    public static EmbeddingRequest? Read(byte[] body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject json || Items(json["input"]) is not { Count: > 0 } items)
            {
                return null;
            }
            var isTokens = items[0] is JsonArray;
            return new EmbeddingRequest
            {
                Inputs = [.. items.Select(static i => i is JsonArray list ? string.Join(',', list.Select(static t => t!.ToJsonString())) : i!.GetValue<string>())],
                Tokens = isTokens ? [.. items.Select(static i => ((JsonArray)i!).Count)] : null,
                WantsBase64 = (string?)json["encoding_format"] == "base64",
                Dimensions = (int?)json["dimensions"],
                Truncates = (bool?)json["truncate"] != false,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static IReadOnlyList<JsonNode?>? Items(JsonNode? input) => input switch
    {
        JsonArray { Count: > 0 } list when list[0] is JsonValue first && first.GetValueKind() == JsonValueKind.Number => [list],
        JsonArray list => [.. list],
        JsonValue text when text.GetValueKind() == JsonValueKind.String => [text],
        _ => null,
    };
}
