using Gateway.Protocol;
using Gateway.Quotas;
using Gateway.Routing.Routes;
using Gateway.Streaming;
using Gateway.Usage;

namespace Gateway.Requests;

/// <summary>What one answer used, and what that costs.</summary>
/// <param name="By">Who gave it; null when the request was sent nowhere.</param>
/// <param name="Tokens">The tokens.</param>
/// <param name="Cost">The cost in the currency of its price; null when it costs nothing.</param>
/// <param name="Nano">The same in nano units of the currency of account; 0 where that is not known.</param>
/// <param name="End">How it ended.</param>
internal sealed record PartOfOutcome(Candidate? By, TokenUsage Tokens, Cost? Cost, long Nano, AnswerEnd End)
{
    public static PartOfOutcome Of(Candidate? by, in TokenUsage tokens, AnswerEnd end, Pricing? prices)
    {
        var cost = by is null ? null : Pricing.CostOf(by.Card, tokens);
        return new PartOfOutcome(by, tokens, cost, prices?.NanoOf(cost) ?? 0, end);
    }

    /// <summary>How budgets count it.</summary>
    public QuotaAmount Amount => new((long)(Tokens.Prompt ?? 0) + (Tokens.Output ?? 0), Nano);
}
