namespace Gateway.Protocol;

/// <summary>A delta that holds both reasoning and content: LobeChat drops the content of such an event.</summary>
/// <param name="Content">The value of <c>content</c>.</param>
/// <param name="Reasoning">The value of the reasoning field; absent where both come of the value of <c>content</c>.</param>
/// <param name="FinishReason">The value of <c>finish_reason</c>, if it is there.</param>
internal readonly record struct MixedDelta(JsonRange Content, JsonRange Reasoning, JsonRange FinishReason)
{
    private static readonly byte[] Null = "null"u8.ToArray();
    private readonly ReadOnlyMemory<byte> _first;

    public bool IsMixed => !Content.IsAbsent;

    /// <summary>What takes the place of the content in the event of the reasoning.</summary>
    public ReadOnlyMemory<byte> First
    {
        get => _first.IsEmpty ? Null : _first;
        init => _first = value;
    }

    /// <summary>What takes its place in the event of the content; empty: what does so anyway.</summary>
    public ReadOnlyMemory<byte> Second { get; init; }

    /// <summary>Takes the reasoning out of the event.</summary>
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
