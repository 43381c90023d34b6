namespace Gateway.Protocol;

/// <summary>
/// Says the same without the words that make clients send the whole prompt again: Continue's CLI and opencode search the
/// message of a stream's error event for these and were seen to repeat the request up to ten times.
/// </summary>
internal static class StreamErrorText
{
    private static readonly (string Trigger, string Instead)[] Triggers =
    [
        ("overloaded", "at capacity"),
        ("premature close", "early end"),
        ("connection reset", "connection lost"),
        ("socket hang up", "connection lost"),
        ("aborted", "broken off"),
    ];

    public static string WithoutTriggers(string message)
    {
        foreach (var (trigger, instead) in Triggers)
        {
            message = message.Replace(trigger, instead, StringComparison.OrdinalIgnoreCase);
        }

        return message;
    }
}
