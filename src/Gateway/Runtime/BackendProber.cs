using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Protocol;

namespace Gateway.Runtime;

/// <summary>
/// Asks each backend for its models at start and every minute, so that names can be listed and a tag is not sent to a model that
/// nobody has. No start waits for it, and no probe loads a model.
/// </summary>
internal sealed partial class BackendProber(SnapshotStore store, ConfigStore config, TimeProvider time, ILogger<BackendProber> logger) : BackgroundService
{
    private const int MaxListBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private volatile TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _said;

    public async Task ProbeAllAsync(CancellationToken cancellationToken)
    {
        // Also for credentials in files, which may have been replaced.
        store.Rebuild();
        var snapshot = store.Current;
        var news = await Task.WhenAll(snapshot.Backends.Values.Select(b => ProbeAsync(b, snapshot.Scrubber, cancellationToken)));
        if (news.Contains(true))
        {
            store.Rebuild();
            SayWhatIsPassedOver();
            Log.Listed(logger);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        config.Changed += Wake;
        try
        {
            while (true)
            {
                var woken = _woken.Task;
                await ProbeAllAsync(stoppingToken);
                SayWhatIsMissing();
                await Task.WhenAny(woken, Task.Delay(Interval, time, stoppingToken));
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        finally
        {
            config.Changed -= Wake;
        }
    }

    // Once, and again when it is something else.
    private void SayWhatIsMissing()
    {
        var missing = store.Current.CanAnswer ? null : store.Current.WhatIsMissing;
        if (missing is not null && missing != _said)
        {
            Log.NothingCanAnswer(logger, missing);
        }

        _said = missing;
    }

    // A new backend is asked at once, and not within a minute.
    private void Wake() =>
        Interlocked.Exchange(ref _woken, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private async Task<bool> ProbeAsync(Backend backend, SecretScrubber scrubber, CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Limit);
            using var request = new HttpRequestMessage(HttpMethod.Get, backend.Models);
            if (backend.Authorization is { } authorization)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            using var response = await backend.Client.SendAsync(request, limit.Token);
            await response.Content.LoadIntoBufferAsync(MaxListBytes, limit.Token);
            var body = await response.Content.ReadAsByteArrayAsync(limit.Token);
            if (!response.IsSuccessStatusCode)
            {
                return Failed(backend, $"{(int)response.StatusCode}: {scrubber.Scrub(BackendErrorText.Read(body).Message)}");
            }

            return Answered(backend, ModelList.Read(body));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (JsonException)
        {
            return Failed(backend, "its list of models is not one");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return Failed(backend, backend.Provider.WhenUnreachable(backend.Url));
        }
        catch (Exception e)
        {
            // Whatever a backend sends, its list is not worth the gateway.
            Log.Surprised(logger, backend.Name, e);
            return Failed(backend, "its list of models cannot be read");
        }
    }

    private bool Answered(Backend backend, ImmutableArray<string> models)
    {
        var wasAway = backend.State.Problem is not null;
        var isNews = backend.State.Answered(models);
        if (wasAway || isNews)
        {
            Log.Answered(logger, backend.Name, models.Length);
        }

        return isNews;
    }

    // A name mistyped in the configuration looks just like a model that nobody pulled, so somebody should hear of it.
    private void SayWhatIsPassedOver()
    {
        var backends = store.Current.Backends;
        foreach (var route in store.Current.Config.Routes)
        {
            foreach (var candidate in route.Candidates)
            {
                if (backends.TryGetValue(candidate.Backend, out var backend)
                    && backend.State.Models is { } models
                    && !models.Contains(candidate.Model, StringComparer.OrdinalIgnoreCase))
                {
                    Log.PassedOver(logger, route.Name, candidate.Backend, candidate.Model);
                }
            }
        }
    }

    private bool Failed(Backend backend, string problem)
    {
        if (backend.State.Failed(problem))
        {
            Log.Failed(logger, backend.Name, problem);
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(2500, LogLevel.Information, "Backend {Backend} lists {Count} models.")]
        public static partial void Answered(ILogger logger, string backend, int count);

        [LoggerMessage(2503, LogLevel.Debug, "The model lists are taken over.")]
        public static partial void Listed(ILogger logger);

        [LoggerMessage(2504, LogLevel.Error, "The model list of backend {Backend} made the gateway fail.")]
        public static partial void Surprised(ILogger logger, string backend, Exception e);

        [LoggerMessage(2505, LogLevel.Information, "Route {Route} passes over {Backend}/{Model}: the backend does not list it.")]
        public static partial void PassedOver(ILogger logger, string route, string backend, string model);

        [LoggerMessage(2501, LogLevel.Warning, "Backend {Backend} is not usable: {Problem}")]
        public static partial void Failed(ILogger logger, string backend, string problem);

        [LoggerMessage(2502, LogLevel.Warning, "{WhatIsMissing}")]
        public static partial void NothingCanAnswer(ILogger logger, string whatIsMissing);
    }
}
