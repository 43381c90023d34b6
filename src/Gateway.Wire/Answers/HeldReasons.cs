namespace Gateway.Wire.Answers;

/// <summary>
/// The finish reasons of an answer that are held back because text may follow. Separate from the answer's state, since few servers write
/// a reason anywhere but at the end.
/// </summary>
internal sealed class HeldReasons
{
    private readonly FinishReason[] _reasons = new FinishReason[AnswerState.MaxChoices];

    /// <summary>The choices that have a reason held back.</summary>
    public ulong Choices { get; private set; }

    /// <summary>True when text has followed one of them, so that no reason proves that its choice is over.</summary>
    public bool ProveNothing { get; private set; }

    public FinishReason this[int choice] => _reasons[AnswerState.Number(choice)];

    public bool Has(int choice) => (Choices & AnswerState.Bit(choice)) != 0;

    public void Add(int choice, FinishReason reason)
    {
        Choices |= AnswerState.Bit(choice);
        _reasons[AnswerState.Number(choice)] = reason;
    }

    /// <summary>Notes that text or a piece of a call came in a choice.</summary>
    public void Spoke(int choice) => ProveNothing |= Has(choice);
}
