using Gateway.Routing.Candidates;
using Gateway.Wire.Answers;
using Gateway.Wire.Heads;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Requests;

/// <summary>
/// An answer that was begun but is not the one the request ended with. It broke and was continued, it turned out to be none after the
/// backend had worked on it, or another came first. Its tokens were used all the same.
/// </summary>
/// <param name="By">The candidate that began it.</param>
/// <param name="Answer">The state of the answer; null when nothing of it was seen.</param>
/// <param name="End">How it ended.</param>
internal sealed record SpentAnswer(Candidate By, AnswerState? Answer, AnswerEnd End)
{
    /// <summary>The estimated length of the sent prompt, without the tools when they were left out.</summary>
    public required long Prompt { get; init; }

    /// <summary>The estimated number of tokens written when nothing of the answer was seen.</summary>
    public int Written { get; init; }

    /// <summary>The tokens it used; if nothing of it was seen, at least the prompt was read.</summary>
    public TokenUsage Settle() => Answer?.Settle(Prompt)
        ?? default(TokenUsage).Settled(TokenEstimate.Clamp(Prompt), Written, UsageSource.Estimated);
}
