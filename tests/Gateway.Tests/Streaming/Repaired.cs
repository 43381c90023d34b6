using Gateway.Protocol;
using Gateway.Streaming;

namespace Gateway.Tests.Streaming;

/// <summary>What became of a stream.</summary>
internal sealed record Repaired(string Text, StreamRepair Repair)
{
    public AnswerEnd End => Repair.End;

    public AnswerState Answer => Repair.Answer;
}
