using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Backends;
using Gateway.Resilience;
using Gateway.Resilience.Queue;
using Gateway.Routing.Candidates;
using Gateway.Runtime;

namespace Gateway.Attempts;

/// <summary>
/// Loads models in the background that were skipped because they were cold. Each is loaded once at a time, within the limit of a cold load.
/// A failure harms nobody: the next request that skips the model asks again.
/// </summary>
internal sealed partial class WarmUps(
    Guards<AttemptOutcome> guards, BackendProber prober, DrainSignal drain, TimeProvider time, ILogger<WarmUps> logger)
{
    /// <summary>
    /// How long a model is left alone after it could not be loaded; otherwise each request would ask anew, whatever is wrong.
    /// </summary>
    public static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    // The owner in the line before the backend. No key's owner begins with a space, so it takes nobody's turn.
    private const string Owner = " warm-up";

    private readonly ConditionalWeakTable<ModelState, Turn> _turns = [];

    /// <summary>Begins to load a model, unless that is under way or not needed.</summary>
    public void Begin(Backend backend, Candidate candidate)
    {
        // A model not proved to be local may be served by somebody else, and loading it may be charged.
        if (backend.Provider.WarmUpPath is not { } path || !candidate.Card.IsLocal || !candidate.State.IsCold(candidate.Card))
        {
            return;
        }

        var turn = _turns.GetValue(candidate.State, static _ => new Turn());
        if (turn.TryBegin(time))
        {
            _ = LoadAsync(backend, candidate, path, turn);
        }
    }

    private async Task LoadAsync(Backend backend, Candidate candidate, string path, Turn turn)
    {
        var isLoaded = false;
        // The client's answer does not wait for the work before the first await.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using var limit = new CancellationTokenSource(backend.FirstByteTimeout, time);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, drain.Over);
            isLoaded = await HoldPlaceAsync(backend, candidate, path, enough.Token);
        }
        // Nobody waits for it, and a request that needs the model will meet the problem and report it.
        catch (Exception e)
        {
            Log.Failed(logger, candidate, e.Message);
        }

        turn.End(isLoaded ? 0 : time.GetTimestamp());
        if (isLoaded)
        {
            candidate.State.Answered();
            prober.Wake();
            Log.Loaded(logger, candidate);
        }
    }

    // Loading keeps the backend busy like a request. Nobody waits for it, so people go first. Its duration says nothing about how long
    // requests take, so it is not counted there.
    private async Task<bool> HoldPlaceAsync(Backend backend, Candidate candidate, string path, CancellationToken enough)
    {
        if (guards.QueueOf(backend, candidate) is not { } queue)
        {
            return await SendAsync(backend, candidate, path, enough);
        }

        var entry = await queue.EnterAsync(Owner, enough, isChore: true);
        if (entry.Lease is not { } lease)
        {
            Log.Failed(logger, candidate, "its backend is busy");
            return false;
        }

        try
        {
            return await SendAsync(backend, candidate, path, enough);
        }
        finally
        {
            lease.DisposeUnused();
        }
    }

    private async Task<bool> SendAsync(Backend backend, Candidate candidate, string path, CancellationToken enough)
    {
        var name = JsonEncodedText.Encode(candidate.Model, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        using var message = new HttpRequestMessage(HttpMethod.Post, backend.Address.At(path));
        message.Content = new StringContent($$"""{"model":"{{name}}"}""", null, "application/json");
        if (backend.Authorization is { } authorization)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await backend.Client.SendAsync(message, enough);
        backend.State.Responded();
        if ((int)response.StatusCode != 200)
        {
            Log.Failed(logger, candidate, $"status {(int)response.StatusCode}");
            return false;
        }

        return true;
    }

    private sealed class Turn
    {
        private readonly Lock _lock = new();
        private bool _isBusy;
        private long _failedAt;

        public bool TryBegin(TimeProvider time)
        {
            lock (_lock)
            {
                if (_isBusy || (_failedAt != 0 && time.GetElapsedTime(_failedAt) < AfterFailure))
                {
                    return false;
                }

                return _isBusy = true;
            }
        }

        public void End(long failedAt)
        {
            lock (_lock)
            {
                (_isBusy, _failedAt) = (false, failedAt);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4010, LogLevel.Debug, "{Candidate} was cold and is loaded now, for the next request.")]
        public static partial void Loaded(ILogger logger, Candidate candidate);

        [LoggerMessage(4011, LogLevel.Debug, "{Candidate} is cold and could not be loaded in the background: {Reason}.")]
        public static partial void Failed(ILogger logger, Candidate candidate, string reason);
    }
}
