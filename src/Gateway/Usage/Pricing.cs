using Gateway.Configuration;
using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Usage;

/// <summary>What models cost, in the currency of account.</summary>
internal sealed class Pricing(QuotasConfig config)
{
    private readonly ExchangeRates _rates = new(config.Currency, config.ExchangeRates.ToDictionary(r => r.Currency, r => r.Rate));

    /// <summary>Whether it costs money. What has a price of 0 does not, wherever it is.</summary>
    public static bool Costs(ModelCard card) => card.Price is { IsFree: false };

    /// <summary>Whether what it costs can be counted. A local model without a price is free.</summary>
    public bool IsKnown(ModelCard card) => card.Price is { } price ? price.IsFree || _rates.Knows(price.Currency) : card.IsLocal;

    /// <summary>What so much of a model costs, in nano units; 0 where that is not known.</summary>
    public long NanoOf(ModelCard card, in TokenUsage usage) => NanoOf(CostOf(card, usage));

    /// <summary>What so much of a model costs, in the currency of its price; null: it has none.</summary>
    public static Cost? CostOf(ModelCard card, in TokenUsage usage) => card.Price is { } price ? Cost.Of(price, usage) : null;

    /// <summary>A cost in nano units of the currency of account; 0 where there is none, or no rate for it.</summary>
    public long NanoOf(Cost? cost) => cost is { } known && _rates.TryConvert(known.Nano, known.Currency, out var nano) ? nano : 0;
}
