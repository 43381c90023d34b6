using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Simulator.Requests;

/// <summary>A request for vectors, in OpenAI's format or Ollama's own.</summary>
internal sealed record EmbeddingRequest
{
    /// <summary>The texts. Token input is given as its numbers, separated by commas.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The number of tokens of each; null to count them from the text.</summary>
    public IReadOnlyList<int>? Tokens { get; init; }

    public bool WantsBase64 { get; init; }

    public int? Dimensions { get; init; }

    /// <summary>True when a text that is too long may be cut.</summary>
    public bool Truncates { get; init; } = true;

    /// <returns>Null when there is nothing to embed.</returns>
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
                Inputs = [.. items.Select(
                    static i => i is JsonArray list
                        ? string.Join(',', list.Select(static t => t!.ToJsonString()))
                        : i!.GetValue<string>())],
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
