using Gateway.Backends;
using Gateway.Resilience;
using Gateway.Runtime;

namespace Gateway.Attempts;

/// <summary>
/// Applies new bounds to the lines at once, from a changed configuration or from what a backend reports about its places. Those in line
/// need not wait for the next request to bring them.
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
