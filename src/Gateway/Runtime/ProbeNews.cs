using Gateway.Configuration;

namespace Gateway.Runtime;

/// <summary>
/// Tells the operator, after a round of probes, where the configuration and the backends disagree. Nothing is reported twice.
/// </summary>
internal sealed partial class ProbeNews(PriceNews prices, LifeNews lives, ILogger<ProbeNews> logger)
{
    private readonly Lock _lock = new();
    private HashSet<(string Path, string Name)> _unmatched = [];
    private HashSet<string> _unpriced = [];
    private string? _missing;
    private bool _keepsNoBudgets;

    /// <param name="snapshot">The snapshot in force.</param>
    /// <param name="hasNews">True when a backend reported something new.</param>
    public void Tell(GatewaySnapshot snapshot, bool hasNews)
    {
        lock (_lock)
        {
            SayWhatMatchesNothing(snapshot);
            if (hasNews)
            {
                Log.Listed(logger);
            }

            SayWhatHasNoPrice(snapshot);
            prices.Tell(snapshot);
            lives.Tell(snapshot);
            SayWhatIsNotShared(snapshot);
            SayWhatIsMissing(snapshot);
        }
    }

    // Once, until it is fixed: a round comes each minute.
    private void SayWhatMatchesNothing(GatewaySnapshot snapshot)
    {
        var (before, found) = (_unmatched, UnmatchedNames.Of(snapshot));
        _unmatched = [.. found.Select(n => (n.Path, n.Name))];
        foreach (var name in found.Where(n => !before.Contains((n.Path, n.Name))))
        {
            Log.MatchesNothing(logger, name.IsPassedOver ? LogLevel.Information : LogLevel.Warning, name.Path, name.Message);
        }
    }

    private void SayWhatHasNoPrice(GatewaySnapshot snapshot)
    {
        var (before, found) = (_unpriced, UnpricedBackends.Of(snapshot));
        _unpriced = [.. found];
        foreach (var backend in found.Where(b => !before.Contains(b)))
        {
            Log.HasNoPrice(logger, UnpricedBackends.Words(backend));
        }
    }

    // Limits stored earlier or by another gateway; in the file they are refused.
    private void SayWhatIsNotShared(GatewaySnapshot snapshot)
    {
        var found = snapshot.Config.KeepsNoBudgets && snapshot.Policies.HasBudgets;
        if (found && !_keepsNoBudgets)
        {
            Log.NotShared(logger, QuotaLimitsConfig.WhyNotShared);
        }

        _keepsNoBudgets = found;
    }

    private void SayWhatIsMissing(GatewaySnapshot snapshot)
    {
        var missing = snapshot.CanAnswer ? null : snapshot.WhatIsMissing;
        if (missing is not null && missing != _missing)
        {
            Log.NothingCanAnswer(logger, missing);
        }

        _missing = missing;
    }

    private static partial class Log
    {
        [LoggerMessage(2502, LogLevel.Warning, "{WhatIsMissing}")]
        public static partial void NothingCanAnswer(ILogger logger, string whatIsMissing);

        [LoggerMessage(5151, LogLevel.Warning, "{WhatHasNoPrice}")]
        public static partial void HasNoPrice(ILogger logger, string whatHasNoPrice);

        [LoggerMessage(5152, LogLevel.Error, "Stored limits by the calendar count in Redis and are compared with no ledger: {Why}")]
        public static partial void NotShared(ILogger logger, string why);

        [LoggerMessage(2503, LogLevel.Debug, "The model lists are taken over.")]
        public static partial void Listed(ILogger logger);

        [LoggerMessage(EventId = 2510, Message = "The configuration's {Path}: {Message}")]
        public static partial void MatchesNothing(ILogger logger, LogLevel level, string path, string message);
    }
}
