using Gateway.Configuration;
using Gateway.Routing.Models;
using Gateway.Wire.Usage;

namespace Gateway.Ledger.Pricing;

/// <summary>Computes what models cost, in the currency of account.</summary>
internal sealed class Pricing(QuotasConfig config)
{
    private readonly ExchangeRates _rates = new(config.Currency, config.ExchangeRates.ToDictionary(r => r.Currency, r => r.Rate));

    /// <summary>True when it costs money. A model with a price of 0 does not, wherever it is.</summary>
    public static bool Costs(ModelCard card) => card.Price is { IsFree: false };

    /// <summary>True when its cost can be counted. A local model without a price is free.</summary>
    public bool IsKnown(ModelCard card) => card.Price is { } price ? price.IsFree || _rates.Knows(price.Currency) : card.IsLocal;

    /// <summary>The cost of this usage of a model, in nano units; 0 where unknown.</summary>
    public long NanoOf(ModelCard card, in TokenUsage usage) => NanoOf(CostOf(card, usage));

    /// <summary>The cost of this usage of a model, in the currency of its price; null where it has none.</summary>
    public static Cost? CostOf(ModelCard card, in TokenUsage usage) => card.Price is { } price ? Cost.Of(price, usage) : null;

    /// <summary>Converts a cost to nano units of the currency of account; 0 where there is none, or no rate for it.</summary>
    public long NanoOf(Cost? cost) => cost is { } known && _rates.TryConvert(known.Nano, known.Currency, out var nano) ? nano : 0;
}
