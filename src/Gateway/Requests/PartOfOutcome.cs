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
    /// <summary>The model that is billed, where that is another than the one that was asked; null otherwise.</summary>
    public string? BilledAs { get; init; }

    /// <summary>True when an unknown amount of money may have been spent, which is not the same as none.</summary>
    public bool IsUnpriced { get; init; }

    /// <param name="by">The candidate that gave it; null when the request was sent nowhere.</param>
    /// <param name="answered">The model that the answer names; null where it names the same or none.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="units">What was used beside tokens.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="prices">The prices; null when there were none to look at yet.</param>
    /// <param name="at">When the request was received.</param>
    public static PartOfOutcome Of(
        Candidate? by, string? answered, in TokenUsage tokens, in UnitUsage units, AnswerEnd end, Pricing? prices, DateTimeOffset at)
    {
        if (by is null)
        {
            return new PartOfOutcome(by, tokens, null, 0, end);
        }

        var card = prices?.Billed(by, answered, at) ?? by.Card;
        var cost = Pricing.CostOf(card, tokens, units, at);
        return new PartOfOutcome(by, tokens, cost, prices?.NanoOf(cost) ?? 0, end)
        {
            BilledAs = Pricing.OtherThan(by, card, at),
            IsUnpriced = cost is null && !card.IsLocal && tokens.Source != UsageSource.None,
        };
    }

    /// <summary>The amount as budgets count it.</summary>
    public QuotaAmount Amount => new((long)(Tokens.Prompt ?? 0) + (Tokens.Output ?? 0), Nano);
}
