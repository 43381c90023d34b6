using Gateway.Ledger.Storage;

namespace Gateway.Authentication;

/// <summary>Holds the stored keys as last read, and reads them again when they have changed.</summary>
internal sealed class StoredAccess(AccessStore store, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isMigrated;
    private volatile StoredKeys _current = new(StoredKeys.None.Data)
    {
        IsRead = !store.IsThere,
        IsExpected = store.IsThere,
    };

    /// <summary>Raised after <see cref="Current"/> changed.</summary>
    public event Action? Changed;

    public StoredKeys Current => _current;

    public bool IsThere => store.IsThere;

    /// <summary>True when anything can be stored, now or as soon as needed.</summary>
    public bool CanWrite => store.Options.Provider != Gateway.Configuration.StorageProvider.None;

    /// <summary>The current time as it is stored.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens the tables themselves for reading, for example the audit log. Only with a database.</summary>
    public AccessContext Open() => store.Open();

    /// <summary>Reads what is stored if it has changed. Throws what the database throws.</summary>
    public async Task RefreshAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (!store.IsThere)
            {
                return;
            }

            await MigrateOnceAsync(stop);
            if (!_current.IsRead || await store.StampAsync(stop) != _current.Data.Stamp)
            {
                _current = new StoredKeys(await store.ReadAsync(stop)) { IsExpected = true };
                Changed?.Invoke();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes one change, which is in force here when this completes or a moment later.</summary>
    public async Task<T> WriteAsync<T>(Actor actor, Func<AccessWriter, Task<T>> change, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await MigrateOnceAsync(stop);
        }
        finally
        {
            _turn.Release();
        }

        var result = await store.WriteAsync(actor, change, stop);
        try
        {
            await RefreshAsync(stop);
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            // The change is saved, so it must not be reported as failed. The watch meets the same fault,
            // reports it, and reads the change then.
        }

        return result;
    }

    public void Dispose() => _turn.Dispose();

    private async Task MigrateOnceAsync(CancellationToken stop)
    {
        if (!_isMigrated)
        {
            await store.MigrateAsync(stop);
            _isMigrated = true;
        }
    }
}
