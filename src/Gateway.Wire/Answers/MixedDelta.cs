using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <summary>A delta that holds both reasoning and content: LobeChat drops the content of such an event.</summary>
/// <param name="Content">The value of <c>content</c>.</param>
/// <param name="Reasoning">The value of the reasoning field; absent when both come from the value of <c>content</c>.</param>
/// <param name="FinishReason">The value of <c>finish_reason</c>, if present.</param>
internal readonly record struct MixedDelta(JsonRange Content, JsonRange Reasoning, JsonRange FinishReason)
{
    private static readonly byte[] Null = "null"u8.ToArray();
    private readonly ReadOnlyMemory<byte> _first;

    public bool IsMixed => !Content.IsAbsent;

    /// <summary>The replacement of the content in the reasoning event.</summary>
    public ReadOnlyMemory<byte> First
    {
        get => _first.IsEmpty ? Null : _first;
        init => _first = value;
    }

    /// <summary>The replacement of the content in the content event; empty to use what that event has anyway.</summary>
    public ReadOnlyMemory<byte> Second { get; init; }

    /// <summary>Removes the reasoning from the event.</summary>
    public void RemoveReasoning(ByteEdits edits)
    {
        if (!Second.IsEmpty)
        {
            edits.ReplaceAnew(Content.Start, Content.Length, Second);
        }

        if (!Reasoning.IsAbsent)
        {
            edits.ReplaceAnew(Reasoning.Start, Reasoning.Length, Null);
        }
    }
}
