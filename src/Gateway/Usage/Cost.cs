using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Usage;

/// <summary>What a request cost, or may cost at most.</summary>
/// <param name="Nano">In billionths of the currency, rounded half up; what does not fit is the largest number there is.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="AsOf">The day the price was read.</param>
internal readonly record struct Cost(long Nano, string Currency, DateOnly AsOf)
{
    // A price is for a million tokens: a billionth of it for each thousandth.
    private const decimal NanoPerToken = 1_000_000_000m / 1_000_000m;

    // One token at this price is more than fits, and the largest counts at it still fit into a decimal.
    private const decimal HighestPrice = 10_000_000_000_000_000m;

    /// <summary>
    /// The cost by a price. Of the parts only the cached tokens have a price of their own; reasoning, audio and images are in the
    /// whole and are not counted again.
    /// </summary>
    public static Cost Of(Price price, in TokenUsage usage)
    {
        long prompt = usage.Prompt ?? 0;
        var cached = Math.Clamp(usage.Cached ?? 0, 0, prompt);
        var step = price.For(prompt);
        var whole = (prompt - cached) * Bounded(step.Input) + cached * Bounded(step.Cached ?? step.Input)
            + (usage.Output ?? 0) * Bounded(step.Output);
        return new Cost(Money.ToNano(whole * NanoPerToken), price.Currency, price.AsOf);
    }

    private static decimal Bounded(decimal price) => Math.Min(price, HighestPrice);
}
