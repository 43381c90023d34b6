using Gateway.Ledger.Pricing;
using Gateway.Quotas;
using Gateway.Routing.Candidates;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Requests;

/// <summary>The usage and cost of one answer.</summary>
/// <param name="By">The candidate that gave it; null when the request was sent nowhere.</param>
/// <param name="Tokens">The tokens.</param>
/// <param name="Cost">The cost in the currency of its price; null when it is free.</param>
/// <param name="Nano">The cost in nano units of the currency of account; 0 when unknown.</param>
/// <param name="End">How it ended.</param>
internal sealed record PartOfOutcome(Candidate? By, TokenUsage Tokens, Cost? Cost, long Nano, AnswerEnd End)
{
    public static PartOfOutcome Of(Candidate? by, in TokenUsage tokens, AnswerEnd end, Pricing? prices)
    {
        var cost = by is null ? null : Pricing.CostOf(by.Card, tokens);
        return new PartOfOutcome(by, tokens, cost, prices?.NanoOf(cost) ?? 0, end);
    }

    /// <summary>The amount as budgets count it.</summary>
    public QuotaAmount Amount => new((long)(Tokens.Prompt ?? 0) + (Tokens.Output ?? 0), Nano);
}
