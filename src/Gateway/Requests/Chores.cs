using Gateway.Protocol;

namespace Gateway.Requests;

/// <summary>
/// Tells whether a person waits for a request's answer: by its own word, by the task that a chat page names, or by its form. A chore, as
/// the code has it, is a background request, as operators and clients know it.
/// </summary>
internal static class Chores
{
    /// <summary>Any client's own word, <c>true</c> or <c>false</c>; on the answer, <c>true</c> where a request was taken for one.</summary>
    public const string Header = "x-gateway-background";

    // A custom header of Open WebUI's connection, with the value {{TASK}}. Empty with a chat.
    private const string TaskHeader = "X-OpenWebUI-Task";

    private static readonly string[] Background =
        ["title_generation", "tags_generation", "follow_up_generation", "emoji_generation", "autocomplete_generation"];

    // The chat's own answer begins when these are there.
    private static readonly string[] WaitedFor =
        ["query_generation", "image_prompt_generation", "function_calling", "moa_response_generation"];

    // By any of these a text that begins as a task is known to be Open WebUI's.
    private static readonly string[] WebUi = ["X-OpenWebUI-Chat-Id", "X-OpenWebUI-User-Jwt", "X-OpenWebUI-User-Id", "X-OpenWebUI-Auth-Type"];

    /// <param name="headers">The request's headers.</param>
    /// <param name="head">Its head.</param>
    /// <param name="byForm">Whether its form alone may say so.</param>
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

    // A task is one message of the user's and is not streamed; a title may be either.
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
