namespace Gateway.Routing.Models;

/// <summary>Joins a name's own prices, until it is redirected, with those of the model that answers from then on.</summary>
internal static class RedirectedPrice
{
    /// <returns>The prices, or <see langword="null"/> when neither has any.</returns>
    public static ModelPrice? Of(PriceTable table, ModelLives lives, ModelLife life, ModelPrice? own)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { life.Id };
        List<PriceSpan> spans = [.. own is null ? [] : Between(own, DateTimeOffset.MinValue, life.On)];
        for (var link = life; link?.To is { } to && seen.Add(to); link = lives.Find(life.List, to))
        {
            var next = lives.Find(life.List, to) is { Change: LifeChange.Redirected } onward ? onward.On : DateTimeOffset.MaxValue;
            var from = link.On > life.On ? link.On : life.On;
            if (table.Find(life.List, to) is { } price)
            {
                spans.AddRange(Between(price, from, next).Select(s => s.As(to)));
            }

            if (next == DateTimeOffset.MaxValue)
            {
                break;
            }
        }

        return spans.Count == 0 ? null : new ModelPrice([.. spans]);
    }

    private static IEnumerable<PriceSpan> Between(ModelPrice price, DateTimeOffset from, DateTimeOffset until) =>
        price.Spans.Where(s => s.From < until && s.Until > from).Select(s => s with
        {
            From = s.From > from ? s.From : from,
            Until = s.Until < until ? s.Until : until,
        });
}
