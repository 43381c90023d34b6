namespace Gateway.Runtime;

/// <summary>Makes new snapshots for backends that answer. Those that answer while one is being made share the next.</summary>
internal sealed class SnapshotRefresh(SnapshotStore store) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _asked;
    private long _served;

    /// <summary>Completes when a snapshot is in force that was begun after this call.</summary>
    public async Task RunAsync()
    {
        var mine = Interlocked.Increment(ref _asked);
        await _turn.WaitAsync();
        try
        {
            if (_served < mine)
            {
                var upTo = Volatile.Read(ref _asked);
                store.Rebuild();
                _served = upTo;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
