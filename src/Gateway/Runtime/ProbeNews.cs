namespace Gateway.Runtime;

/// <summary>Tells the operator, after a round of probes, what the configuration and the backends do not agree on. Nothing is told twice.</summary>
internal sealed partial class ProbeNews(ILogger<ProbeNews> logger)
{
    private readonly Lock _lock = new();
    private HashSet<(string Route, string Backend, string Model)> _passedOver = [];
    private string? _missing;

    /// <param name="snapshot">What is in force now.</param>
    /// <param name="hasNews">Whether a backend said something new.</param>
    public void Tell(GatewaySnapshot snapshot, bool hasNews)
    {
        lock (_lock)
        {
            if (hasNews)
            {
                SayWhatIsPassedOver(snapshot);
                Log.Listed(logger);
            }

            SayWhatIsMissing(snapshot);
        }
    }

    // A name mistyped in the configuration looks just like a model that nobody pulled, so somebody should hear of it.
    private void SayWhatIsPassedOver(GatewaySnapshot snapshot)
    {
        var passedOver =
            from route in snapshot.Config.Routes
            from candidate in route.Candidates
            let models = snapshot.Backends.GetValueOrDefault(candidate.Backend)?.State.Models
            where models is { } listed
                && !listed.Contains(candidate.Model, StringComparer.OrdinalIgnoreCase)
                && !listed.Contains(candidate.Model + ":latest", StringComparer.OrdinalIgnoreCase)
            select (route.Name, candidate.Backend, candidate.Model);
        var before = _passedOver;
        _passedOver = [.. passedOver];
        foreach (var (route, backend, model) in _passedOver.Where(p => !before.Contains(p)))
        {
            Log.PassedOver(logger, route, backend, model);
        }
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

        [LoggerMessage(2503, LogLevel.Debug, "The model lists are taken over.")]
        public static partial void Listed(ILogger logger);

        [LoggerMessage(2505, LogLevel.Information, "Route {Route} passes over {Backend}/{Model}: the backend does not list it.")]
        public static partial void PassedOver(ILogger logger, string route, string backend, string model);
    }
}
