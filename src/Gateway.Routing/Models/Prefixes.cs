namespace Gateway.Routing.Models;

// Splits `[ft:][LoRA/|Pro/|Vendor-A/][hf.co/][org/]name[:tag]` into its parts.
internal readonly record struct Prefixes(TransportPrefixes Transport, string? Organisation, string BaseName, string? OllamaTag)
{
    public static Prefixes Read(string id)
    {
        // A model file on Windows is named by its path.
        var rest = id.Replace('\\', '/').AsSpan().Trim();
        var transport = TransportPrefixes.None;
        if (rest.StartsWith("ft:", StringComparison.OrdinalIgnoreCase))
        {
            transport = TransportPrefixes.FineTuned;
            rest = rest[3..];
        }

        // The first colon after the last slash ends the name; a colon before that slash belongs to a registry's port.
        var lastSlash = rest.LastIndexOf('/');
        var colon = rest[(lastSlash + 1)..].IndexOf(':');
        var path = colon < 0 ? rest : rest[..(lastSlash + 1 + colon)];
        var tag = colon < 0 ? [] : rest[(lastSlash + 2 + colon)..];

        var slash = path.LastIndexOf('/');
        var name = path[(slash + 1)..];
        string? organisation = null;
        var before = slash < 0 ? [] : path[..slash];
        while (!before.IsEmpty)
        {
            var start = before.LastIndexOf('/');
            var part = before[(start + 1)..];
            before = start < 0 ? [] : before[..start];
            var prefix = Prefix(part);
            if (prefix == TransportPrefixes.None && organisation is null && !part.IsEmpty)
            {
                organisation = part.ToString();
            }
            else if (!part.IsEmpty)
            {
                transport |= prefix == TransportPrefixes.None ? TransportPrefixes.Other : prefix;
            }
        }

        // The text after a fine-tune's colon is the customer's name for it, which says nothing about the model.
        var isTag = !tag.IsEmpty && !transport.HasFlag(TransportPrefixes.FineTuned);
        return new Prefixes(transport, organisation, name.ToString(), isTag ? tag.ToString() : null);
    }

    private static TransportPrefixes Prefix(ReadOnlySpan<char> part) => part switch
    {
        _ when Is(part, "LoRA") => TransportPrefixes.Lora,
        _ when Is(part, "Pro") => TransportPrefixes.Pro,
        _ when Is(part, "hf.co") || Is(part, "huggingface.co") || Is(part, "modelscope.cn") => TransportPrefixes.Hub,
        _ => TransportPrefixes.None,
    };

    private static bool Is(ReadOnlySpan<char> part, string word) => part.Equals(word, StringComparison.OrdinalIgnoreCase);
}
