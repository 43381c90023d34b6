using System.Text;

namespace Gateway.Protocol;

/// <summary>
/// Clients know four reasons. An unknown one makes some throw and one repeat the request without end, so exotic ones are mapped
/// to the nearest true one.
/// </summary>
internal static class FinishReasons
{
    public static readonly byte[] Stop = "\"stop\""u8.ToArray();
    public static readonly byte[] ToolCalls = "\"tool_calls\""u8.ToArray();

    private static readonly string[] Known = ["stop", "tool_calls", "length", "content_filter"];

    private static readonly (byte[] From, byte[] To)[] Exotic =
    [
        .. new[]
        {
            ("max_tokens", "length"),
            ("model_length", "length"),
            ("repetition", "length"),
            ("insufficient_system_resource", "length"),
            ("sensitive", "content_filter"),
            ("safety", "content_filter"),
            ("SAFETY", "content_filter"),
            ("tool_use", "tool_calls"),
            ("function_call", "tool_calls"),
        }.Select(x => (Encoding.UTF8.GetBytes(x.Item1), Encoding.UTF8.GetBytes($"\"{x.Item2}\""))),
    ];

    private static readonly byte[][] KnownUtf8 = [.. Known.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether the reason says that the backend broke off, which is no end a client may take for finished.</summary>
    public static bool IsGivingUp(ReadOnlySpan<byte> reason) => reason.SequenceEqual("error"u8) || reason.SequenceEqual("abort"u8);

    /// <summary>Whether the reason admits that the answer was cut, so that half a tool call is no surprise.</summary>
    public static bool AdmitsCut(ReadOnlySpan<byte> reason) =>
        reason.SequenceEqual("length"u8) || reason.SequenceEqual("content_filter"u8)
        || Replacement(reason, false) is { } to && !to.AsSpan().SequenceEqual(Stop) && !to.AsSpan().SequenceEqual(ToolCalls);

    /// <summary>What to write instead, with quotes; <see langword="null"/> when the reason is one that clients know.</summary>
    /// <param name="reason">The backend's reason.</param>
    /// <param name="hasToolCalls">Whether the answer called tools: then that is what an unknown end means.</param>
    public static byte[]? Replacement(ReadOnlySpan<byte> reason, bool hasToolCalls)
    {
        foreach (var known in KnownUtf8)
        {
            if (reason.SequenceEqual(known))
            {
                return null;
            }
        }

        foreach (var (from, to) in Exotic)
        {
            if (reason.SequenceEqual(from))
            {
                return to;
            }
        }

        return hasToolCalls ? ToolCalls : Stop;
    }
}
