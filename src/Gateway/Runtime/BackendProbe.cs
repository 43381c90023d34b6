using System.Collections.Immutable;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;
using Gateway.Wire.Errors;

namespace Gateway.Runtime;

/// <summary>Runs one probe of one backend: asks, takes over the answer, and reports news.</summary>
internal sealed partial class BackendProbe(TimeProvider time, ILogger<BackendProbe> logger)
{
    /// <summary>The limit for all questions together.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <returns>True when the backend reports something new about its models.</returns>
    public async Task<bool> RunAsync(Backend backend, SecretScrubber scrubber, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            var isForgotten = backend.State.ForgetRunIfItWasDown();
            var found = await backend.Provider.DiscoverAsync(new ProbeClient(backend, scrubber, time), either.Token);
            // A probe broken off by the gateway's stop says nothing about the backend.
            return !stoppingToken.IsCancellationRequested && (TakeOver(backend, found) || isForgotten);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Whatever a backend sends, its list is not worth crashing the gateway.
            Log.Surprised(logger, backend.Name, e);
            return Fail(backend, "its list of models cannot be read");
        }
    }

    private bool TakeOver(Backend backend, DiscoveryResult found)
    {
        if (found.IsLoading)
        {
            // It keeps its last list; the next one comes as soon as it serves.
            if (backend.State.Loads())
            {
                Log.Loads(logger, backend.Name);
            }

            return false;
        }

        if (found.Problem is { } problem)
        {
            return Fail(backend, problem, found.IsUnreachable);
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

    private static bool Fail(Backend backend, string problem, bool isUnreachable = false)
    {
        backend.State.Failed(problem, isUnreachable);
        return backend.State.ForgetRunIfItWasDown();
    }

    private static partial class Log
    {
        [LoggerMessage(2500, LogLevel.Information, "Backend {Backend} lists {Count} models.")]
        public static partial void Answered(ILogger logger, string backend, int count);

        [LoggerMessage(3010, LogLevel.Information, "Backend {Backend} loads its model yet; requests for it wait.")]
        public static partial void Loads(ILogger logger, string backend);

        [LoggerMessage(2504, LogLevel.Error, "The model list of backend {Backend} made the gateway fail.")]
        public static partial void Surprised(ILogger logger, string backend, Exception e);

        [LoggerMessage(2507, LogLevel.Debug, "Backend {Backend} says something new of its models.")]
        public static partial void SaysElse(ILogger logger, string backend);

        [LoggerMessage(2508, LogLevel.Warning, "Backend {Backend} {Note}.")]
        public static partial void Noted(ILogger logger, string backend, string note);
    }
}
