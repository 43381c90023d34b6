using Gateway.Requests;
using Gateway.Resilience.Ejection;
using Gateway.Wire.Answers;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Requests;

/// <summary>An attempt that brought an answer and tells what it is asked for, so that a test sees it or has it fail.</summary>
/// <param name="answer">Its answer.</param>
/// <param name="stream">How its stream ended; null: it is not streamed.</param>
/// <param name="told">Is told the member's name. What it throws, the member throws.</param>
internal sealed class Witness(AnswerState answer, StreamRepair? stream, Action<string> told) : IServing
{
    public long SentAt => 0;

    public StreamRepair? Stream => stream;

    public bool StallCounts => true;

    public (TimeSpan Between, long FirstTokens)? Pieces => null;

    public AnswerState? Answer
    {
        get
        {
            told(nameof(Answer));
            return answer;
        }
    }

    public Outlier? TakeGuard()
    {
        told(nameof(TakeGuard));
        return null;
    }

    public void Cut()
    {
    }

    public void End() => told(nameof(End));
}
