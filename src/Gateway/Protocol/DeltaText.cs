namespace Gateway.Protocol;

/// <summary>The text that an event adds to an answer, and the tokens it reports.</summary>
/// <param name="Content">The value of <c>content</c>, where it is not empty; of several choices, the last one's.</param>
/// <param name="HasOther">Whether it holds what is neither text nor reasoning nor a tool call, such as a call in the old form.</param>
/// <param name="Says">Whether it says anything: text, reasoning, a call, a refusal, or that a choice is finished.</param>
/// <param name="Repeats">Whether it says nothing, and what it opens is open: the same role once more, or an empty delta.</param>
internal readonly record struct DeltaText(JsonRange Content, bool HasOther, bool Says, bool Repeats)
{
    /// <summary>The text, without quotes, where the client gets another one than stands in the event.</summary>
    public ReadOnlyMemory<byte> Rewritten { get; init; }

    /// <summary>The object that tells the tokens so far.</summary>
    public JsonRange Usage { get; init; }
}
