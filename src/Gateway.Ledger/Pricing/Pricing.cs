using Gateway.Configuration;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Wire.Usage;

namespace Gateway.Ledger.Pricing;

/// <summary>
/// Computes the cost of models, in the currency of account. A request is priced at the price that held when it was received.
/// </summary>
/// <param name="config">The currency of account and the rates.</param>
/// <param name="find">
/// Finds the card of a model by backend and name; null where the backend is gone. Without it, every answer is priced as what was asked for.
/// </param>
internal sealed class Pricing(QuotasConfig config, Func<string, string, ModelCard?>? find = null)
{
    private readonly ExchangeRates _rates = new(config.Currency, config.ExchangeRates.ToDictionary(r => r.Currency, r => r.Rate));

    /// <summary>True when a model costs money. One with a price of 0 does not, wherever it runs.</summary>
    public static bool Costs(ModelCard card, DateTimeOffset at) => card.Price?.At(at) is { IsFree: false };

    /// <summary>True when the cost of a model can be counted. A local model without a price is free.</summary>
    public bool IsKnown(ModelCard card, DateTimeOffset at) =>
        card.Price is { } prices ? prices.At(at) is { } price && (price.IsFree || _rates.Knows(price.Currency)) : card.IsLocal;

    /// <summary>The cost of this usage of a model, in nano units; 0 where unknown.</summary>
    public long NanoOf(ModelCard card, in TokenUsage usage, in UnitUsage units, DateTimeOffset at) =>
        NanoOf(CostOf(card, usage, units, at));

    /// <summary>The most that so many tokens of a model may cost, in nano units; 0 where unknown.</summary>
    public long MostOf(ModelCard card, long prompt, long output, in UnitUsage units, DateTimeOffset at) =>
        card.Price?.DearestAt(at, prompt, output) is { } price ? NanoOf(Cost.Most(price, prompt, output, units)) : 0;

    /// <summary>The cost of this usage of a model, in the currency of its price; null where it has none.</summary>
    public static Cost? CostOf(ModelCard card, in TokenUsage usage, in UnitUsage units, DateTimeOffset at) =>
        card.Price?.At(at) is { } price ? Cost.Of(price, usage, units) : null;

    /// <summary>Converts a cost to nano units of the currency of account; 0 where there is none, or no rate for it.</summary>
    public long NanoOf(Cost? cost) => cost is { } known && _rates.TryConvert(known.Nano, known.Currency, out var nano) ? nano : 0;

    /// <summary>
    /// The card of the model that is billed for an answer. A provider that answers with another model than the one requested bills for that
    /// one. Many providers write names of their own into their answers, so a name counts only if the backend lists or prices it.
    /// </summary>
    /// <param name="asked">The candidate that was asked.</param>
    /// <param name="answered">The model that the answer names; null where it names the same or none.</param>
    /// <param name="at">When the request was received.</param>
    public ModelCard Billed(Candidate asked, string? answered, DateTimeOffset at) =>
        answered is not null && !asked.Card.IsLocal && find?.Invoke(asked.Backend, answered) is { IsLocal: false } other
            && !other.Model.Equals(asked.Model, StringComparison.OrdinalIgnoreCase)
            && (other.IsListed || other.Price?.At(at) is not null)
                ? other
                : asked.Card;

    /// <summary>The name of the billed model if it is not the one that was asked; null otherwise.</summary>
    /// <param name="asked">The candidate that was asked.</param>
    /// <param name="billed">The card of the model that is billed.</param>
    /// <param name="at">When the request was received.</param>
    public static string? OtherThan(Candidate asked, ModelCard billed, DateTimeOffset at) =>
        billed.Price?.At(at)?.BilledAs is { } redirected && !redirected.Equals(asked.Model, StringComparison.OrdinalIgnoreCase) ? redirected
        : ReferenceEquals(billed, asked.Card) ? null
        : billed.Model;
}
