namespace Gateway.Routing.Models;

// The one spelling every rule reads: lower case, words joined by `-`, the Ollama tag behind the name.
internal static class NameText
{
    public static string Of(string baseName, string? tag)
    {
        var text = tag is null ? baseName : baseName + "-" + tag;
        return string.Create(text.Length, text, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = text[i] is '_' or ' ' or ':' or '@' or '+' or '(' or ')' ? '-' : char.ToLowerInvariant(text[i]);
            }
        });
    }
}
