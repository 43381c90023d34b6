namespace Gateway.Ledger.Records;

/// <summary>Makes text that every database accepts. A rejected one would be retried for ever and block everything behind it.</summary>
internal static class StoredText
{
    /// <summary>
    /// Returns the text with a replacement character for everything that is not a character: PostgreSQL stores neither NUL nor half a
    /// surrogate pair.
    /// </summary>
    public static string? Of(string? text)
    {
        if (text is null || !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        var clean = text.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (char.IsHighSurrogate(clean[i]) && i + 1 < clean.Length && char.IsLowSurrogate(clean[i + 1]))
            {
                i++;
            }
            else if (clean[i] == '\0' || char.IsSurrogate(clean[i]))
            {
                clean[i] = '\uFFFD';
            }
        }

        return new string(clean);
    }
}
