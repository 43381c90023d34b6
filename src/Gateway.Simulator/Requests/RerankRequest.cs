using System.Text.Json;
using Gateway.Simulator.Json;

namespace Gateway.Simulator.Requests;

/// <summary>A request to rank documents, as far as the body can be read as one.</summary>
/// <param name="Query">The query; null when it is not text.</param>
/// <param name="Documents">The texts; empty when there is no list, with null for an item that is not text.</param>
/// <param name="TopN">The number of results; null for all, and below 0 when it is not a whole number.</param>
/// <param name="ReturnsDocuments">True to return the documents.</param>
internal sealed record RerankRequest(string? Query, IReadOnlyList<string?> Documents, int? TopN, bool ReturnsDocuments)
{
    /// <returns>Null when the body is not a JSON object.</returns>
    /// <param name="body">The body.</param>
    /// <param name="takesObjects">True when a document may be an object, which is not read here.</param>
    public static RerankRequest? Read(ReadOnlyMemory<byte> body, bool takesObjects)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new RerankRequest(
                root.TryGetProperty("query", out var query) ? JsonTexts.Of(query) : null,
                root.TryGetProperty("documents", out var list) && list.ValueKind == JsonValueKind.Array
                    ? [.. list.EnumerateArray().Select(
                        d => JsonTexts.Of(d) ?? (takesObjects && d.ValueKind == JsonValueKind.Object ? "" : null))]
                    : [],
                root.TryGetProperty("top_n", out var top)
                    ? top.ValueKind == JsonValueKind.Number && top.TryGetInt32(out var most) ? most : -1
                    : null,
                root.TryGetProperty("return_documents", out var returns) && returns.ValueKind == JsonValueKind.True);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The tokens of all pairs; the query counts once for each document.</summary>
    public int Tokens(double perCharacter) =>
        Documents.Sum(d => Math.Max(1, (int)Math.Ceiling((Query!.Length + d!.Length) * perCharacter)));
}
