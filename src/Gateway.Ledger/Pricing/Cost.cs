using Gateway.Configuration;
using Gateway.Routing.Models;
using Gateway.Wire.Usage;

namespace Gateway.Ledger.Pricing;

/// <summary>The cost of a request, or the most it may cost.</summary>
/// <param name="Nano">In billionths of the currency, rounded half up; an amount that does not fit becomes the largest number.</param>
/// <param name="Currency">The currency's code.</param>
/// <param name="AsOf">The day the price was read.</param>
internal readonly record struct Cost(long Nano, string Currency, DateOnly AsOf)
{
    // Prices are per million tokens: each thousandth of a unit is a billionth per token.
    private const decimal NanoPerToken = 1_000_000_000m / 1_000_000m;

    // One token at this price exceeds what fits, and the largest counts at it still fit into a decimal.
    private const decimal HighestPrice = 10_000_000_000_000_000m;

    /// <summary>
    /// Computes the cost at a price. Of the parts only cached tokens have a price of their own; reasoning, audio and images are included in
    /// the whole and are not counted again.
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
