using Microsoft.Extensions.Primitives;

namespace Gateway.Authentication;

/// <summary>
/// Finds the key a client presents: <c>Authorization: Bearer</c> first, then <c>X-Api-Key</c>, then <c>api-key</c>. Some clients send two,
/// one of them meant for somebody else (an ANTHROPIC_API_KEY beside the gateway's key); the first in this order counts.
/// </summary>
internal static class PresentedKey
{
    private const string Bearer = "Bearer";
    private const int Word = 6;

    // Values that clients send when their key field is empty.
    private static readonly string[] Placeholders = ["undefined", "null", "temp", "ollama", "not-provided"];

    private static readonly string[] Headers = ["X-Api-Key", "api-key"];

    /// <summary>The header that occurs more than once, so that two readers could see two callers; null when none does.</summary>
    public static string? Repeated(IHeaderDictionary headers) =>
        headers.Authorization.Count > 1 ? "Authorization" : Array.Find(Headers, h => headers[h].Count > 1);

    /// <summary>
    /// True when the header has the scheme but no blank after it, as a client writes it whose setting wanted only the scheme.
    /// </summary>
    public static bool LacksBlank(IHeaderDictionary headers) =>
        Value(headers.Authorization) is { Length: > Word } value
            && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && !IsBlank(value[Word]);

    /// <param name="headers">The request's headers.</param>
    /// <param name="placeholder">The placeholder found in place of a key, if any.</param>
    /// <returns>The key, or an empty span.</returns>
    public static ReadOnlySpan<char> Find(IHeaderDictionary headers, out string? placeholder)
    {
        placeholder = null;
        var bearer = Value(headers.Authorization);
        bearer = bearer.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && (bearer.Length == Word || IsBlank(bearer[Word]))
            ? bearer[Word..].Trim()
            : [];
        if (IsKey(bearer, ref placeholder))
        {
            return bearer;
        }

        foreach (var name in Headers)
        {
            var key = Value(headers[name]).Trim();
            if (IsKey(key, ref placeholder))
            {
                return key;
            }
        }

        return [];
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';

    private static ReadOnlySpan<char> Value(StringValues values) => values.Count > 0 ? values[0] : null;

    private static bool IsKey(ReadOnlySpan<char> key, ref string? placeholder)
    {
        foreach (var word in Placeholders)
        {
            if (key.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                placeholder = word;
                return false;
            }
        }

        return !key.IsEmpty;
    }
}
