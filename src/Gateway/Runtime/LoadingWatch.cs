using System.Net;
using System.Runtime.CompilerServices;
using Gateway.Backends;

namespace Gateway.Runtime;

/// <summary>
/// Waits for backends that load the model they were started with. Each is asked once a second, by one for all who wait, and for its list
/// of models as soon as it serves, so that those who waited find its places known.
/// </summary>
internal sealed class LoadingWatch(BackendProber prober, DrainSignal drain, TimeProvider time)
{
    /// <summary>How often a backend is asked. The load of a small model takes a few seconds.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly ConditionalWeakTable<BackendState, Task> _watches = [];
    private readonly Lock _lock = new();

    /// <summary>Ends when a backend does not say any more that it loads, or after some time.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="most">How long is waited at most.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more, or the gateway's time is over.</exception>
    public async Task WaitAsync(Backend backend, TimeSpan most, CancellationToken cancellationToken)
    {
        // A watch that is over at once, as all are then, looks at neither; and whoever asks in a loop would never leave it.
        cancellationToken.ThrowIfCancellationRequested();
        drain.Over.ThrowIfCancellationRequested();
        if (backend.Provider.ReadyPath is not { } path)
        {
            // The request itself has to find out.
            await Task.Delay(Pace < most ? Pace : most, time, cancellationToken);
            return;
        }

        Task? watch;
        lock (_lock)
        {
            if (!_watches.TryGetValue(backend.State, out watch) || watch.IsCompleted)
            {
                watch = WatchAsync(backend, path);
                _watches.AddOrUpdate(backend.State, watch);
            }
        }

        try
        {
            await watch.WaitAsync(most, time, cancellationToken);
        }
        catch (TimeoutException)
        {
        }
    }

    // Never throws: what is wrong with the backend, the requests that waited for it will meet.
    private async Task WatchAsync(Backend backend, string path)
    {
        try
        {
            var since = time.GetTimestamp();
            do
            {
                await Task.Delay(Pace, time, drain.Over);
            }
            while (await IsLoadingAsync(backend, path) && time.GetElapsedTime(since) < backend.FirstByteTimeout);

            await prober.AskAsync(backend, drain.Over);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task<bool> IsLoadingAsync(Backend backend, string path)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, drain.Over);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, backend.Address.At(path));
            if (backend.Authorization is { } authorization)
            {
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            using var response = await backend.Client.SendAsync(request, either.Token);
            return response.StatusCode == HttpStatusCode.ServiceUnavailable;
        }
        catch (OperationCanceledException) when (!drain.Over.IsCancellationRequested)
        {
            // A machine that reads a model from its disk may be slow to say so.
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
