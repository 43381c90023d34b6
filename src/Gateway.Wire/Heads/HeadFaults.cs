using System.Text.Json;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Heads;

/// <summary>The faults of a body that all head readers find in the same way, and names for JSON's kinds of values.</summary>
internal static class HeadFaults
{
    /// <summary>The fault of a body that is not JSON or is nested too deeply.</summary>
    /// <param name="exception">The reader's exception.</param>
    /// <param name="depth">The depth at that point.</param>
    public static ApiError Of(JsonException exception, int depth) =>
        // The reader's exception does not say which rule was broken; its depth, counted from zero, does.
        depth >= JsonText.MaxDepth - 1
            ? ApiErrors.TooDeep(JsonText.MaxDepth)
            : ApiErrors.InvalidJson($"see line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}.");

    /// <summary>The fault of a text that ends in half of an escaped surrogate pair, which the scanner accepts
    /// and a decoder does not.</summary>
    /// <param name="consumed">How far the body was read.</param>
    public static ApiError OfHalfAPair(long consumed) =>
        ApiErrors.InvalidJson($"the text before byte {consumed + 1} holds half of a surrogate pair.");

    /// <summary>Names a kind of value.</summary>
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
