namespace Gateway.Requests;

/// <summary>Finds the session name in a request whose client sends one unasked.</summary>
internal static class SessionHint
{
    // Session names are ids of some kind; a longer value is not one and would fill the memory.
    private const int MaxLength = 128;

    // In this order: opencode, Codex, Claude Code, Open WebUI.
    private static readonly string[] Headers =
        ["x-session-id", "x-session-affinity", "session-id", "thread-id", "X-Claude-Code-Session-Id", "X-OpenWebUI-Chat-Id"];

    /// <returns>The name; null when there is none.</returns>
    public static string? Find(IHeaderDictionary headers)
    {
        foreach (var header in Headers)
        {
            if (headers.TryGetValue(header, out var values) && values.Count == 1 && values[0] is { Length: > 0 and <= MaxLength } session)
            {
                return session;
            }
        }

        return null;
    }
}
