using Gateway.Resilience.Ejection;
using Gateway.Wire.Answers;
using Gateway.Wire.Streams;

namespace Gateway.Requests;

/// <summary>The attempt that brought a request's answer. It holds a place on its backend until it ends.</summary>
internal interface IServing
{
    /// <summary>When the attempt was sent, as a timestamp.</summary>
    long SentAt { get; }

    /// <summary>The state of its answer; null when nothing of it is read.</summary>
    AnswerState? Answer { get; }

    /// <summary>Decides which parts of a stream reach the client; null when the answer is not streamed.</summary>
    StreamRepair? Stream { get; }

    /// <summary>
    /// Takes the guard that reports how the model fares, so that the end is counted once; null when it was already taken.
    /// </summary>
    Outlier? TakeGuard();

    /// <summary>True when a stalled answer says something about the model rather than about how long somebody waits.</summary>
    bool StallCounts { get; }

    /// <summary>
    /// The time between a stream's first and last piece, and the tokens in the first piece; null when nothing is streamed.
    /// </summary>
    (TimeSpan Between, long FirstTokens)? Pieces { get; }

    /// <summary>Ends an answer that has used up its allowance.</summary>
    void Cut();

    /// <summary>Releases the place. Further calls do nothing.</summary>
    void End();
}
