using Gateway.Protocol;
using Gateway.Routing.Routes;
using Gateway.Streaming;

namespace Gateway.Requests;

/// <summary>
/// An answer that was begun and is not the one the request ended with: it broke and was continued, it turned out to be none after the
/// backend had worked on it, or another came first. Its tokens were used all the same.
/// </summary>
/// <param name="By">Who had begun it.</param>
/// <param name="Answer">What is known of it; null: nothing was seen of it.</param>
/// <param name="End">How it ended.</param>
internal sealed record SpentAnswer(Candidate By, AnswerState? Answer, AnswerEnd End)
{
    /// <summary>How long the prompt is that was sent, as estimated: without the tools where they were left out.</summary>
    public required long Prompt { get; init; }

    /// <summary>How many tokens it is likely to have had, where nothing was seen of it.</summary>
    public int Written { get; init; }

    /// <summary>Its tokens; where nothing was seen of it, at least the prompt was read.</summary>
    public TokenUsage Settle() => Answer?.Settle(Prompt)
        ?? default(TokenUsage).Settled(TokenEstimate.Clamp(Prompt), Written, UsageSource.Estimated);
}
