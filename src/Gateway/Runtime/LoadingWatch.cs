using System.Net;
using System.Runtime.CompilerServices;
using Gateway.Backends;

namespace Gateway.Runtime;

/// <summary>
/// Waits for backends that are loading the model they were started with. Each is polled once a second on behalf of all who wait. As soon as
/// it serves, it is asked for its models, so that the waiting requests find its places known.
/// </summary>
internal sealed class LoadingWatch(BackendProber prober, DrainSignal drain, TimeProvider time)
{
    /// <summary>The polling interval. Loading a small model takes a few seconds.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly ConditionalWeakTable<BackendState, Task> _watches = [];
    private readonly Lock _lock = new();

    /// <summary>Completes when a backend no longer reports that it is loading, or after a time limit.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="most">The longest wait.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more, or the gateway's time is over.</exception>
    public async Task WaitAsync(Backend backend, TimeSpan most, CancellationToken cancellationToken)
    {
        // Once the gateway's time is over, every watch completes at once and checks neither token; a caller that
        // asks in a loop would never leave it.
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

    // Never throws: the requests that waited will meet whatever is wrong with the backend.
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
            // A machine reading a model from disk may be slow to answer.
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
