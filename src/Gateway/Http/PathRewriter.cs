namespace Gateway.Http;

/// <summary>
/// Brings the path that a client makes of whatever its user typed as base address to the one address of each operation: doubled
/// slashes, a doubled or missing <c>/v1</c>, a trailing slash, the whole path typed as base.
/// </summary>
internal static class PathRewriter
{
    private const string Version = "/v1";
    private const string Chat = "/chat/completions";

    // Served at the root too: several clients do not add the version to an address typed without it.
    private static readonly string[] Operations =
        [Chat, "/models", "/route/explain", "/completions", "/fim/completions", "/embeddings", "/rerank", "/responses", "/messages", "/images/generations", "/audio/speech", "/audio/transcriptions"];

    private static readonly (string From, string To)[] Aliases =
    [
        ("/beta/chat/completions", "/v1/chat/completions"),
        ("/beta/completions", "/v1/completions"),
        // A base address is asked for itself, with whatever was typed as one.
        (Version, "/"),
    ];

    /// <returns>The path itself, not a copy, when nothing is wrong with it.</returns>
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
            // Ollama's addresses have no version.
            return rest;
        }

        // The whole path typed as base address: what the client then adds is what it wants.
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
