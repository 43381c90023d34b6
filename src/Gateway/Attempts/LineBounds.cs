using Gateway.Resilience;
using Gateway.Runtime;

namespace Gateway.Attempts;

/// <summary>
/// Brings new bounds to the lines at once: of a changed configuration, and of what a backend tells of its places. Whoever waits need not
/// wait for the next request to bring them.
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
