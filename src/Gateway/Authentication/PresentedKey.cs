using Microsoft.Extensions.Primitives;

namespace Gateway.Authentication;

/// <summary>Finds the key that a client presents: <c>Authorization: Bearer</c> first, then <c>X-Api-Key</c>, then <c>api-key</c>.</summary>
internal static class PresentedKey
{
    // What clients send when their key field is empty.
    private static readonly string[] Placeholders = ["undefined", "null", "temp", "ollama", "not-provided"];

    private static readonly string[] Headers = ["X-Api-Key", "api-key"];

    /// <param name="headers">The request's headers.</param>
    /// <param name="placeholder">The placeholder that stood in a key's place, if one did.</param>
    /// <returns>The key, or an empty span.</returns>
    public static ReadOnlySpan<char> Find(IHeaderDictionary headers, out string? placeholder)
    {
        placeholder = null;
        var bearer = Value(headers.Authorization);
        bearer = bearer.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) ? bearer[6..].Trim() : [];
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
