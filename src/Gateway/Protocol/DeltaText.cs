namespace Gateway.Protocol;

/// <summary>What an event adds to the text of an answer, and tells of its tokens.</summary>
/// <param name="Content">The value of <c>content</c>, where it is not empty; of several choices, the last one's.</param>
/// <param name="HasOther">Whether it holds what is neither text nor reasoning nor a tool call, such as a call in the old form.</param>
internal readonly record struct DeltaText(JsonRange Content, bool HasOther)
{
    /// <summary>The text, without quotes, where the client gets another one than stands in the event.</summary>
    public ReadOnlyMemory<byte> Rewritten { get; init; }

    /// <summary>The object that tells the tokens so far.</summary>
    public JsonRange Usage { get; init; }
}
