using Gateway.Wire.Answers;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Wire.Streams;

/// <summary>What became of a stream.</summary>
internal sealed record Repaired(string Text, StreamRepair Repair)
{
    public AnswerEnd End => Repair.End;

    public AnswerState Answer => Repair.Answer;
}
