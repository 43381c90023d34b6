using System.Text.Json;

namespace Gateway.Simulator.Requests;

/// <summary>A request to rank documents, as far as it is one.</summary>
/// <param name="Query">Null where it is no text.</param>
/// <param name="Documents">The texts; empty where there is no list, and null for what is no text.</param>
/// <param name="TopN">How many are wanted; null for all, and below 0 where it is no whole number.</param>
/// <param name="ReturnsDocuments">Whether the documents are wanted back.</param>
internal sealed record RerankRequest(string? Query, IReadOnlyList<string?> Documents, int? TopN, bool ReturnsDocuments)
{
    /// <returns>Null when the body is not a JSON object.</returns>
    /// <param name="body">The body.</param>
    /// <param name="takesObjects">Whether a document may be an object, in which nothing is read here.</param>
    public static RerankRequest? Read(ReadOnlyMemory<byte> body, bool takesObjects)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new RerankRequest(
                root.TryGetProperty("query", out var query) ? JsonTexts.Of(query) : null,
                root.TryGetProperty("documents", out var list) && list.ValueKind == JsonValueKind.Array
                    ? [.. list.EnumerateArray().Select(d => JsonTexts.Of(d) ?? (takesObjects && d.ValueKind == JsonValueKind.Object ? "" : null))]
                    : [],
                root.TryGetProperty("top_n", out var top) ? top.ValueKind == JsonValueKind.Number && top.TryGetInt32(out var most) ? most : -1 : null,
                root.TryGetProperty("return_documents", out var returns) && returns.ValueKind == JsonValueKind.True);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The tokens of all pairs, the query read with each document.</summary>
    public int Tokens(double perCharacter) => Documents.Sum(d => Math.Max(1, (int)Math.Ceiling((Query!.Length + d!.Length) * perCharacter)));
}
