using Gateway.Backends;
using Gateway.Resilience;
using Gateway.Runtime;

namespace Gateway.Attempts;

/// <summary>
/// Applies new bounds to the lines at once, whether a changed configuration or a backend's report about its places brings them. Those in
/// line need not wait for the next request.
/// </summary>
internal sealed class LineBounds(SnapshotStore store, Guards<AttemptOutcome> guards, ModelStates states) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        store.Rebuilt += Follow;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        store.Rebuilt -= Follow;
        return Task.CompletedTask;
    }

    private void Follow()
    {
        foreach (var backend in store.Current.Backends.Values)
        {
            guards.Follow(backend, model => states.Of(backend.Name, model).Places);
        }
    }
}
