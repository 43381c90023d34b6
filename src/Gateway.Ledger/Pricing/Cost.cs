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
    /// Computes the cost at a price. Tokens read from the cache, written into it and spent on reasoning may have prices of their own. Audio
    /// and image tokens are part of the totals and are not counted again.
    /// </summary>
    public static Cost Of(Price price, in TokenUsage usage, in UnitUsage units = default)
    {
        long prompt = usage.Prompt ?? 0, output = usage.Output ?? 0;
        var cached = Math.Clamp(usage.Cached ?? 0, 0, prompt);
        var written = Math.Clamp(usage.CacheWrite ?? 0, 0, prompt - cached);
        var reasoning = Math.Clamp(usage.Reasoning ?? 0, 0, output);
        var step = price.For(prompt);
        var whole = (prompt - cached - written) * Bounded(step.Input)
            + cached * Bounded(step.Cached ?? step.Input)
            + written * Bounded(step.CacheWrite ?? step.Input)
            + (output - reasoning) * Bounded(step.Output)
            + reasoning * Bounded(step.Reasoning ?? step.Output);
        return new Cost(NanoOf(whole, price, units), price.Currency, price.AsOf);
    }

    /// <summary>Computes the most that a number of tokens may cost at a price, whatever kind of tokens they turn out to be.</summary>
    public static Cost Most(Price price, long prompt, long output, in UnitUsage units = default)
    {
        var step = price.DearestFor(prompt, output);
        var whole = prompt * Bounded(step.DearestInput) + output * Bounded(step.DearestOutput);
        return new Cost(NanoOf(whole, price, units), price.Currency, price.AsOf);
    }

    private static long NanoOf(decimal millionths, Price price, in UnitUsage units)
    {
        decimal others = 0;
        foreach (var unit in price.Units)
        {
            others += units.CostOf(unit);
        }

        return Money.ToNano(millionths * NanoPerToken + others * Money.NanoPerUnit);
    }

    private static decimal Bounded(decimal price) => Math.Min(price, HighestPrice);
}
