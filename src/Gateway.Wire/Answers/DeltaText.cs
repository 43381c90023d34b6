using Gateway.Wire.Bytes;

namespace Gateway.Wire.Answers;

/// <summary>The text that an event adds to an answer, and the tokens it reports.</summary>
/// <param name="Content">The value of <c>content</c> when it is not empty; with several choices, the last one's.</param>
/// <param name="HasOther">True when it holds anything but text, reasoning or a tool call, such as a call in the old form.</param>
/// <param name="Says">True when it says anything: text, reasoning, a call, a refusal, or that a choice is finished.</param>
/// <param name="Repeats">True when it says nothing and opens nothing new: the same role again, or an empty delta.</param>
internal readonly record struct DeltaText(JsonRange Content, bool HasOther, bool Says, bool Repeats)
{
    /// <summary>The text, without quotes, when the client gets another one than the event's.</summary>
    public ReadOnlyMemory<byte> Rewritten { get; init; }

    /// <summary>The object that reports the tokens so far.</summary>
    public JsonRange Usage { get; init; }
}
