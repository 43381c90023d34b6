namespace Gateway.Wire.Heads;

/// <summary>
/// Recognizes a background request by the beginning of its first message. The text is compared as written in the body, escapes included; a
/// message with any other beginning costs two comparisons.
/// </summary>
internal static class ChoreForm
{
    // No client's instructions are longer, and what follows them is somebody's conversation.
    private const int MaxInstructions = 8192;

    /// <summary>Begins a line end in JSON (<c>\n</c>); Open WebUI's heading is alone on its line.</summary>
    private const byte Escape = (byte)'\\';

    /// <param name="text">The text of a string as written in JSON, without its quotes.</param>
    public static HistoryTraits Of(ReadOnlySpan<byte> text) =>
        text.StartsWith("### Task:"u8) ? OfTask(text["### Task:"u8.Length..])
        : IsTitle(text) ? HistoryTraits.TitleOpening
        : HistoryTraits.None;

    // People's scripts write such headings too, with the task on the same line or without a chat it is about.
    private static HistoryTraits OfTask(ReadOnlySpan<byte> rest)
    {
        if (rest.TrimStart((byte)' ') is not [Escape, ..])
        {
            return HistoryTraits.None;
        }

        rest = rest[..Math.Min(rest.Length, MaxInstructions)];
        var history = rest.IndexOf("<chat_history>"u8);
        var instructions = history < 0 ? rest : rest[..history];
        return IsWaitedFor(instructions) ? HistoryTraits.None
            : history >= 0 || instructions.IndexOf("chat history"u8) >= 0 ? HistoryTraits.TaskOpening | HistoryTraits.TaskOfChat
            : HistoryTraits.TaskOpening;
    }

    // An answer waits for its search queries or an image for its prompt; and a chat with documents begins like this too.
    private static bool IsWaitedFor(ReadOnlySpan<byte> instructions) =>
        instructions.IndexOf("\\\"queries\\\""u8) >= 0
        || instructions.IndexOf("\\\"prompt\\\""u8) >= 0
        || instructions.IndexOf("<context>"u8) >= 0
        || instructions.IndexOf("Respond to the user"u8) >= 0;

    // In this order: opencode, LobeChat, LibreChat, Cherry Studio.
    private static bool IsTitle(ReadOnlySpan<byte> text) =>
        text.StartsWith("You are a title generator."u8)
        || text.StartsWith("You are a professional conversation summarizer. Generate a concise title"u8)
        || text.StartsWith("Provide a concise, 5-word-or-less title for the conversation"u8)
        || text.StartsWith("You are an assistant skilled in conversation. You need to summarize the user"u8);
}
