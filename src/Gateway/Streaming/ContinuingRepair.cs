using Gateway.Protocol;

namespace Gateway.Streaming;

/// <summary>The repair of a stream that continues another's answer: of it, text and calls pass, as that answer's.</summary>
internal sealed class ContinuingRepair(AnswerState answer, StreamSettings settings, AnswerIdentity identity) : StreamRepair(answer, settings)
{
    protected override AnswerIdentity? Identity => identity;

    // What a client takes for the beginning of an answer, and thoughts behind the text that they should stand before.
    protected override bool Drops(in DeltaText text) =>
        text.Content.IsAbsent && text.Rewritten.IsEmpty && Answer.ToolCalls is null && (!Answer.IsFinished || Answer.HoldsReasons);

    protected override void OnPassing(ReadOnlySpan<byte> payload, in DeltaText text, ByteEdits edits, ref MixedDelta mixed)
    {
        identity.PutOn(payload, edits);
        if (mixed.IsMixed)
        {
            mixed.RemoveReasoning(edits);
            mixed = default;
        }
    }
}
