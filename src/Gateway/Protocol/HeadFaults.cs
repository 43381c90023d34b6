using System.Text.Json;

namespace Gateway.Protocol;

/// <summary>The faults of a body that every reader of heads finds in the same way, and its words for JSON's kinds of values.</summary>
internal static class HeadFaults
{
    /// <summary>The fault of a body that is no JSON, or nests too deep.</summary>
    /// <param name="exception">What the reader threw.</param>
    /// <param name="depth">How deep it was then.</param>
    public static ApiError Of(JsonException exception, int depth) =>
        // The reader's exception does not say which rule was broken; its depth, which counts from zero, does.
        depth >= RequestHeadReader.MaxDepth - 1
            ? ApiErrors.TooDeep(RequestHeadReader.MaxDepth)
            : ApiErrors.InvalidJson($"see line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}.");

    /// <summary>The fault of a text that ends in half of an escaped surrogate pair, which the scanner lets pass and who decodes it does not.</summary>
    /// <param name="consumed">How far the body was read.</param>
    public static ApiError OfHalfAPair(long consumed) => ApiErrors.InvalidJson($"the text before byte {consumed + 1} holds half of a surrogate pair.");

    /// <summary>A kind of value, in words.</summary>
    public static string NameOf(JsonTokenType type) => type switch
    {
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "an array",
        _ => "an object",
    };
}
