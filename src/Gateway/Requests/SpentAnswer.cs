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
    /// <summary>Its tokens; where nothing was seen of it, at least the prompt was read.</summary>
    public TokenUsage Settle(long promptEstimate) => Answer?.Settle(promptEstimate)
        ?? default(TokenUsage).Settled(TokenEstimate.Clamp(promptEstimate), 0, UsageSource.Estimated);
}
