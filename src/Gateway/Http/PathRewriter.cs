namespace Gateway.Http;

/// <summary>
/// Turns the path that a client builds from its user's base address into the one path of each operation. Handles doubled slashes, a doubled
/// or missing <c>/v1</c>, a trailing slash, and a full path typed as base.
/// </summary>
internal static class PathRewriter
{
    private const string Version = "/v1";
    private const string Chat = "/chat/completions";

    // Also served without the version: several clients do not add it to an address typed without it.
    private static readonly string[] Operations =
        [Chat, "/models", "/route/explain", "/completions", "/fim/completions", "/embeddings", "/rerank", "/responses", "/messages",
        "/images/generations", "/audio/speech", "/audio/transcriptions"];

    private static readonly (string From, string To)[] Aliases =
    [
        ("/beta/chat/completions", "/v1/chat/completions"),
        ("/beta/completions", "/v1/completions"),
        // Some clients request the base address itself, in whatever form it was typed.
        (Version, "/"),
    ];

    /// <returns>The same string, not a copy, when it needs no change.</returns>
    public static string Rewrite(string path)
    {
        if (path is "/v1/chat/completions" or "/v1/models")
        {
            return path;
        }

        path = Tidy(path);
        while (path.StartsWith("/v1/v1/", StringComparison.OrdinalIgnoreCase) || path.Equals("/v1/v1", StringComparison.OrdinalIgnoreCase))
        {
            path = path[Version.Length..];
        }

        foreach (var (from, to) in Aliases)
        {
            if (path.Equals(from, StringComparison.OrdinalIgnoreCase))
            {
                return to;
            }
        }

        var rest = path.StartsWith("/v1/", StringComparison.OrdinalIgnoreCase) ? path[Version.Length..] : path;
        if (rest.StartsWith("/api/", StringComparison.OrdinalIgnoreCase))
        {
            // Ollama's paths have no version.
            return rest;
        }

        // A full path was typed as base address: the part the client appended is the one it wants.
        while (rest.Length > Chat.Length && rest.StartsWith(Chat + "/", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest[Chat.Length..];
            rest = rest.StartsWith("/v1/", StringComparison.OrdinalIgnoreCase) ? rest[Version.Length..] : rest;
        }

        return IsOperation(rest) ? Version + rest : path;
    }

    private static bool IsOperation(string path)
    {
        foreach (var operation in Operations)
        {
            if (path.StartsWith(operation, StringComparison.OrdinalIgnoreCase)
                && (path.Length == operation.Length || path[operation.Length] == '/'))
            {
                return true;
            }
        }

        return false;
    }

    private static string Tidy(string path)
    {
        while (path.Contains("//", StringComparison.Ordinal))
        {
            path = path.Replace("//", "/", StringComparison.Ordinal);
        }

        return path.Length > 1 && path[^1] == '/' ? path[..^1] : path;
    }
}
