using Microsoft.EntityFrameworkCore;

namespace Gateway.Ledger.Storage;

/// <summary>Reads and changes keys, teams and policies, and logs who changed them.</summary>
internal sealed class AccessStore(Database database, TimeProvider time)
{
    private readonly Lazy<DbContextOptions<AccessContext>> _options = new(() => database.OptionsOf<AccessContext>(AccessContext.TableSet));

    public DatabaseOptions Options => database.Options;

    /// <summary>True when there is a database.</summary>
    public bool IsThere => database.IsThere;

    public AccessContext Open() => new(_options.Value);

    /// <summary>Closes the open connections to the database.</summary>
    public void Forget()
    {
        using var connection = database.Connect();
        Database.Forget(connection);
    }

    /// <summary>Creates the database if it does not exist, and updates its tables.</summary>
    public Task MigrateAsync(CancellationToken stop) => database.MigrateAsync(AccessContext.TableSet, Open, stop);

    /// <summary>Throws if the database exists or is configured, but this version cannot use it or it cannot be written.</summary>
    public async Task CheckAsync(CancellationToken stop)
    {
        if (IsThere)
        {
            await database.CheckAsync(AccessContext.TableSet, stop);
        }
    }

    /// <summary>A number that differs after each change.</summary>
    public async Task<long> StampAsync(CancellationToken stop)
    {
        await using var connection = database.Connect();
        await connection.OpenAsync(stop);
        return await AccessReader.StampAsync(connection, stop);
    }

    public async Task<AccessData> ReadAsync(CancellationToken stop)
    {
        await using var connection = database.Connect();
        await connection.OpenAsync(stop);
        return await AccessReader.ReadAsync(connection, stop);
    }

    /// <summary>
    /// Makes one change exclusively: writers in other processes wait. The change is saved only if it was written to the audit log.
    /// </summary>
    public async Task<T> WriteAsync<T>(Actor actor, Func<AccessWriter, Task<T>> change, CancellationToken stop)
    {
        await using var tables = Open();
        await using var transaction = await tables.Database.BeginTransactionAsync(stop);
        await tables.Stamps.ExecuteUpdateAsync(static s => s.SetProperty(x => x.Value, x => x.Value + 1), stop);
        var writer = new AccessWriter(tables, actor, time);
        var result = await change(writer);
        if (writer.HasTold)
        {
            await tables.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
        }

        return result;
    }
}
