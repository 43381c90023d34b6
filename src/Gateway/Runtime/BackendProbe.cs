using System.Collections.Immutable;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Runtime;

/// <summary>One probe of one backend: asks, takes over what it says, tells what is new.</summary>
internal sealed partial class BackendProbe(TimeProvider time, ILogger<BackendProbe> logger)
{
    /// <summary>For all questions together.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <returns>Whether the backend says something else of its models than before.</returns>
    public async Task<bool> RunAsync(Backend backend, SecretScrubber scrubber, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            var found = await backend.Provider.DiscoverAsync(new ProbeClient(backend, scrubber, time), either.Token);
            // What a stopping gateway broke off tells nothing of the backend.
            return !stoppingToken.IsCancellationRequested && TakeOver(backend, found);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever a backend sends, its list is not worth the gateway.
            Log.Surprised(logger, backend.Name, e);
            Fail(backend, "its list of models cannot be read");
            return false;
        }
    }

    private bool TakeOver(Backend backend, DiscoveryResult found)
    {
        if (found.Problem is { } problem)
        {
            Fail(backend, problem, found.IsUnreachable);
            return false;
        }

        var state = backend.State;
        var (facts, note, wasAway) = (state.Facts, state.Note, state.Problem is not null);
        var isNews = state.Answered(found);
        if (wasAway || !NamesTheSame(facts, found.Models))
        {
            Log.Answered(logger, backend.Name, found.Models.Length);
        }
        else if (isNews)
        {
            Log.SaysElse(logger, backend.Name);
        }

        if (found.Note is not null && found.Note != note)
        {
            Log.Noted(logger, backend.Name, found.Note);
        }

        return isNews;
    }

    private static bool NamesTheSame(ImmutableArray<ModelFacts>? before, ImmutableArray<ModelFacts> now) =>
        before is { } last && FactsComparer.NameTheSame(last, now);

    private void Fail(Backend backend, string problem, bool isUnreachable = false)
    {
        if (backend.State.Failed(problem, isUnreachable))
        {
            Log.Failed(logger, backend.Name, problem);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2500, LogLevel.Information, "Backend {Backend} lists {Count} models.")]
        public static partial void Answered(ILogger logger, string backend, int count);

        [LoggerMessage(2501, LogLevel.Warning, "Backend {Backend} is not usable: {Problem}")]
        public static partial void Failed(ILogger logger, string backend, string problem);

        [LoggerMessage(2504, LogLevel.Error, "The model list of backend {Backend} made the gateway fail.")]
        public static partial void Surprised(ILogger logger, string backend, Exception e);

        [LoggerMessage(2507, LogLevel.Debug, "Backend {Backend} says something new of its models.")]
        public static partial void SaysElse(ILogger logger, string backend);

        [LoggerMessage(2508, LogLevel.Warning, "Backend {Backend} {Note}.")]
        public static partial void Noted(ILogger logger, string backend, string note);
    }
}
