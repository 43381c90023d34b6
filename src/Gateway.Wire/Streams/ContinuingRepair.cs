using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Streams;

/// <summary>Repairs a stream that continues another answer: only its text and calls pass, under that answer's identity.</summary>
internal sealed class ContinuingRepair(AnswerState answer, StreamSettings settings, AnswerIdentity identity)
    : StreamRepair(answer, settings)
{
    protected override AnswerIdentity? Identity => identity;

    // Drops what a client takes for the start of an answer, and reasoning that would follow text it should precede.
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
