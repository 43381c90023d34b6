using Gateway.Routing.Models;

namespace Gateway.Runtime;

/// <summary>Finds problems with the prices of models.</summary>
internal static class PriceFindings
{
    /// <summary>How old a price may be. Providers change theirs every few months.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(45);

    /// <summary>Finds the models whose price was read too long ago.</summary>
    public static IEnumerable<(ModelCard Card, Price Price)> Old(IEnumerable<ModelCard> cards, DateTimeOffset now) =>
        from card in cards
        let price = card.Price?.At(now)
        where price is not null && AgeOf(price, now) > MaxAge
        select (card, price);

    /// <summary>Finds the models that may cost money but have no known price.</summary>
    public static IEnumerable<ModelCard> Missing(IEnumerable<ModelCard> cards, GatewaySnapshot snapshot, DateTimeOffset now) =>
        cards.Where(c => c.IsCloud && !snapshot.Prices.IsKnown(c, now));

    /// <summary>How long ago a price was read, in whole days.</summary>
    public static TimeSpan AgeOf(Price price, DateTimeOffset now) =>
        TimeSpan.FromDays(Math.Max(0, DateOnly.FromDateTime(now.UtcDateTime).DayNumber - price.AsOf.DayNumber));
}
