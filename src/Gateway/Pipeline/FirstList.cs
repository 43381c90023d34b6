using Gateway.Backends;
using Gateway.Requests;
using Gateway.Routing.Names;
using Gateway.Runtime;

namespace Gateway.Pipeline;

/// <summary>
/// Waits for the first list of a backend that loads one model at startup, because a request has an unknown name that may be that model's.
/// Until then, nothing is known about what the backend holds.
/// </summary>
internal sealed class FirstList(SnapshotStore store, LoadingWatch loading, TimeProvider time)
{
    /// <param name="choice">The request, and the snapshot it was received under.</param>
    /// <param name="client">Cancelled when the client leaves.</param>
    /// <returns>A newer snapshot with a new list; null when there is nothing to wait for or nobody waits.</returns>
    public async ValueTask<GatewaySnapshot?> WaitAsync(Choice choice, CancellationToken client)
    {
        while (Silent(choice) is { } backend)
        {
            var left = backend.FirstByteTimeout - time.GetElapsedTime(choice.Inquiry.ReceivedAt);
            if (left <= TimeSpan.Zero)
            {
                return null;
            }

            var since = time.GetTimestamp();
            try
            {
                await loading.WaitAsync(backend, left, client);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            finally
            {
                choice.Inquiry.Waits(time.GetElapsedTime(since));
            }

            if (backend.State.Models is not null)
            {
                return store.Current;
            }
        }

        return null;
    }

    private static Backend? Silent(Choice choice)
    {
        foreach (var backend in choice.Snapshot.Backends.Values)
        {
            if (backend.State is { Models: null, Load.IsLoading: true }
                && (backend.Traits.IsLocal || !choice.Inquiry.Caller.LocalOnly)
                && CouldHelp(backend, choice))
            {
                return backend;
            }
        }

        return null;
    }

    // A name whose models are known was refused for what the request holds, which no list changes, or lives on another machine. Models
    // beyond the reach of a local-only key are known from the table of the other keys.
    private static bool CouldHelp(Backend backend, Choice choice) =>
        (choice.Route ?? choice.Snapshot.Routes.Match(choice.Name.Meant)) switch
        {
            null => true,
            { Kind: RouteKind.ModelOnBackend } route =>
                route.Candidates[0].Backend.Equals(backend.Name, StringComparison.OrdinalIgnoreCase),
            { Kind: RouteKind.Model } route => route.Candidates.IsEmpty,
            var route => route.Usable.IsEmpty,
        };
}
