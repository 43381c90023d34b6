using Gateway.Routing.Models;
using Gateway.Telemetry.Notices;

namespace Gateway.Runtime;

/// <summary>
/// Tells the operator when a price in use is old, and when a model in use has no price although money is limited. Each is told once, and
/// once more when it is over.
/// </summary>
internal sealed partial class PriceNews(INotices notices, TimeProvider time, ILogger<PriceNews> logger)
{
    private const int MostNamed = 8;

    private readonly OpenNotices _old = new(NoticeKind.PriceOld);
    private readonly OpenNotices _missing = new(NoticeKind.PriceMissing);

    /// <summary>Checks the models in use. For one thread at a time.</summary>
    public void Tell(GatewaySnapshot snapshot)
    {
        var now = time.GetUtcNow();
        var used = ModelsInUse.Of(snapshot);
        var isLimited = snapshot.Policies.LimitsMoney;
        var old = PriceFindings.Old(used, now).GroupBy(static f => f.Card.Backend).Select(f => (f.Key, Words([.. f], now)));
        foreach (var notice in _old.Take(old))
        {
            // Without limits of money, prices only decide what reports say.
            var words = OverOr(notice);
            Log.Old(logger, !notice.IsResolved && isLimited ? LogLevel.Warning : LogLevel.Information, words);
            notices.Tell(notice);
        }

        var missing = (isLimited ? PriceFindings.Missing(used, snapshot, now) : []).Select(
            static c => ($"{c.Backend}/{c.Model}", Words(c)));
        foreach (var notice in _missing.Take(missing))
        {
            var words = OverOr(notice);
            Log.Missing(logger, notice.IsResolved ? LogLevel.Information : LogLevel.Warning, words);
            notices.Tell(notice);
        }
    }

    private static string OverOr(Notice notice) => notice.IsResolved ? $"Over: {notice.Text}" : notice.Text;

    private static string Words((ModelCard Card, Price Price)[] old, DateTimeOffset now)
    {
        var models = old.Select(static f => f.Card.Model).Order(StringComparer.OrdinalIgnoreCase).ToList();
        var more = models.Count > MostNamed ? $" and {models.Count - MostNamed} more" : "";
        var oldest = old.Min(static f => f.Price.AsOf);
        // The number of days would make this another notice every day.
        return $"Prices in use of the backend '{old[0].Card.Backend}' are older than {PriceFindings.MaxAge.TotalDays:0} days, the oldest "
            + $"of {oldest:yyyy-MM-dd}: {string.Join(", ", models.Take(MostNamed))}{more}. Compare them with the provider's page, and write "
            + "newer ones under 'prices' or 'models'.";
    }

    private static string Words(ModelCard card) =>
        $"'{card.Model}' of the backend '{card.Backend}' is in use, money is limited, and no price is known for it now. Write one under "
        + $"'models' ({{ backend: {card.Backend}, model: ..., price: ... }}) or in a price book ('prices').";

    private static partial class Log
    {
        [LoggerMessage(EventId = 5174, Message = "{WhatIsOld}")]
        public static partial void Old(ILogger logger, LogLevel level, string whatIsOld);

        [LoggerMessage(EventId = 5175, Message = "{WhatHasNoPrice}")]
        public static partial void Missing(ILogger logger, LogLevel level, string whatHasNoPrice);
    }
}
