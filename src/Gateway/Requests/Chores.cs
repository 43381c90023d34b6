using Gateway.Wire.Heads;

namespace Gateway.Requests;

/// <summary>
/// Decides whether a person waits for the answer: by the request's own word, by the task a chat page names, or by its form. The code calls
/// a background request, as operators and clients know it, a chore.
/// </summary>
internal static class Chores
{
    /// <summary>
    /// Any client's own word, <c>true</c> or <c>false</c>; on the response, <c>true</c> when the request was
    /// treated as a background request.
    /// </summary>
    public const string Header = "x-gateway-background";

    // A custom header on Open WebUI's connection with the value {{TASK}}. Empty for a chat.
    private const string TaskHeader = "X-OpenWebUI-Task";

    private static readonly string[] Background =
        ["title_generation", "tags_generation", "follow_up_generation", "emoji_generation", "autocomplete_generation"];

    // The chat's own answer begins only when these are done.
    private static readonly string[] WaitedFor =
        ["query_generation", "image_prompt_generation", "function_calling", "moa_response_generation"];

    // A text that begins like a task is known to be Open WebUI's by any of these.
    private static readonly string[] WebUi = [
        "X-OpenWebUI-Chat-Id", "X-OpenWebUI-User-Jwt", "X-OpenWebUI-User-Id", "X-OpenWebUI-Auth-Type"
    ];

    /// <param name="headers">The request's headers.</param>
    /// <param name="head">Its head.</param>
    /// <param name="byForm">True when the form alone may decide.</param>
    public static bool Is(IHeaderDictionary headers, RequestHead head, bool byForm)
    {
        if (Word(headers, Header) is { } own)
        {
            return own.Equals("true", StringComparison.OrdinalIgnoreCase);
        }

        if (Word(headers, TaskHeader) is { } task)
        {
            if (Holds(Background, task))
            {
                return true;
            }

            if (Holds(WaitedFor, task))
            {
                return false;
            }
        }

        return byForm && IsByForm(headers, head);
    }

    // A task is a single user message and is not streamed; a title may be streamed or not.
    private static bool IsByForm(IHeaderDictionary headers, RequestHead head)
    {
        const HistoryTraits Openings = HistoryTraits.TaskOpening | HistoryTraits.TitleOpening;
        if ((head.History & Openings) == 0 || head.HasTools)
        {
            return false;
        }

        return (head.History & HistoryTraits.TitleOpening) != 0
            || (head is { Stream: false, Messages: 1 }
                && (head.History & HistoryTraits.EndsWithUser) != 0
                && ((head.History & HistoryTraits.TaskOfChat) != 0 || Array.Exists(WebUi, headers.ContainsKey)));
    }

    private static string? Word(IHeaderDictionary headers, string name) =>
        headers.TryGetValue(name, out var values) && values is [{ Length: > 0 } word] ? word : null;

    private static bool Holds(string[] words, string word)
    {
        foreach (var known in words)
        {
            if (word.AsSpan().Trim().Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
