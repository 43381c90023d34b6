using Gateway.Protocol;
using Gateway.Resilience.Ejection;
using Gateway.Streaming;

namespace Gateway.Requests;

/// <summary>The attempt that brought a request's answer. It holds a place on its backend until it ends.</summary>
internal interface IServing
{
    /// <summary>When it was sent, as a timestamp.</summary>
    long SentAt { get; }

    /// <summary>What is known of its answer; null where nothing is read of it.</summary>
    AnswerState? Answer { get; }

    /// <summary>Decides what the client gets of a stream; null when the answer is not streamed.</summary>
    StreamRepair? Stream { get; }

    /// <summary>Takes what counts how the model fares, so that the end is counted once; null when that was taken.</summary>
    Outlier? TakeGuard();

    /// <summary>Whether it says something of the model when the answer stalls, and not of how long somebody waits.</summary>
    bool StallCounts { get; }

    /// <summary>
    /// How long after its first piece a stream's last one came, and how many tokens came with the first; null where nothing is streamed.
    /// </summary>
    (TimeSpan Between, long FirstTokens)? Pieces { get; }

    /// <summary>Ends an answer that has used what it may.</summary>
    void Cut();

    /// <summary>Gives the place back. Further calls do nothing.</summary>
    void End();
}
