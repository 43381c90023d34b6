using Gateway.Requests;
using Gateway.Resilience.Ejection;
using Gateway.Wire.Answers;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Requests;

/// <summary>An attempt that brought an answer, with only what a test says of it.</summary>
internal sealed class Served : IServing
{
    public long SentAt => 0;

    public AnswerState? Answer { get; init; }

    public StreamRepair? Stream { get; init; }

    public bool StallCounts => true;

    public (TimeSpan Between, long FirstTokens)? Pieces { get; init; }

    public Outlier? TakeGuard() => null;

    public void Cut()
    {
    }

    public void End()
    {
    }
}
