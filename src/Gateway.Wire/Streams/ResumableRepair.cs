using System.Buffers;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Streams;

/// <summary>
/// Repairs a stream that may be continued when it breaks: it keeps the delivered text and hides the break from the client while a
/// continuation may come. A separate class, so that other streams pay nothing for it.
/// </summary>
internal sealed class ResumableRepair(AnswerState answer, StreamSettings settings) : StreamRepair(answer, settings), IDisposable
{
    private AnswerEnd _brokenAs;
    private bool _hasOther;

    public DeliveredText Delivered { get; } = new();

    /// <summary>
    /// True when the stream broke and may still be continued. It then has no <see cref="StreamRepair.End"/> until <see cref="GiveUp"/>.
    /// </summary>
    public override bool IsBroken => End == AnswerEnd.None && _brokenAs != AnswerEnd.None;

    /// <summary>The way the stream broke.</summary>
    public AnswerEnd BrokeAs => _brokenAs;

    /// <summary>True when it can never be continued, whatever comes.</summary>
    public bool IsBeyondContinuing => Delivered.IsTooLong || _hasOther || (Answer.HasChoices && !Answer.IsOneText);

    /// <summary>Ends a broken stream that no candidate continues, as if continuing had never been tried.</summary>
    public void GiveUp(IBufferWriter<byte> output)
    {
        End = _brokenAs;
        ErrorBody.WriteStreamEvent(output, Failure!);
    }

    public void Dispose() => Delivered.Dispose();

    protected override void OnPassing(ReadOnlySpan<byte> payload, in DeltaText text, ByteEdits edits, ref MixedDelta mixed)
    {
        _hasOther |= text.HasOther;
        Delivered.Add(payload, text, edits);
    }

    protected override bool Withholds(AnswerEnd end)
    {
        if (end == AnswerEnd.QuotaSpent || !HasStarted || IsBeyondContinuing || Delivered.Span.IsEmpty || Answer.IsFinished)
        {
            return false;
        }

        _brokenAs = end;
        return true;
    }
}
