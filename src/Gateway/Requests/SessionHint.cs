namespace Gateway.Requests;

/// <summary>Finds the client's name for the session of a request, where it gives one unasked.</summary>
internal static class SessionHint
{
    // Names are ids of some kind; what is longer is none, and would fill the memory.
    private const int MaxLength = 128;

    // opencode, Codex, Claude Code, Open WebUI, in that order.
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
