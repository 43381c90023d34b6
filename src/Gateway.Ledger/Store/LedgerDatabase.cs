using System.Data.Common;
using Gateway.Configuration;
using Gateway.Ledger.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Ledger.Store;

/// <summary>
/// The ledger's database, created when it is first needed. A failure leaves no possibly broken connection behind, and the tables are
/// checked again the next time.
/// </summary>
internal sealed partial class LedgerDatabase(DatabaseOptions options, TimeProvider time, ILogger<LedgerDatabase> logger) : IDisposable
{
    private readonly Database _database = new(options);
    private readonly Lazy<DbContextOptions<LedgerContext>> _options = new(
        () => new Database(options).OptionsOf<LedgerContext>(LedgerContext.TableSet));
    private readonly SemaphoreSlim _making = new(1, 1);
    private readonly SemaphoreSlim _readers = new(Database.ReadersOf(options));
    private volatile bool _isReady;

    // Counts the files set aside, so that two users who find the same file broken set it aside once.
    private volatile int _file;

    /// <summary>True when there is a ledger at all.</summary>
    public bool IsKept => options.Provider != StorageProvider.None;

    /// <summary>True when there is something to read: the first writer creates the file.</summary>
    public bool IsThere => options.Provider == StorageProvider.PostgreSql || (options.File is { } file && File.Exists(file));

    public bool IsPostgres => options.Provider == StorageProvider.PostgreSql;

    public LedgerContext Open() => new(_options.Value);

    /// <summary>Throws if the ledger exists and this version cannot use it, or if it cannot be written or created.</summary>
    public async Task CheckAsync(CancellationToken stop)
    {
        if (IsThere)
        {
            await _database.CheckAsync(LedgerContext.TableSet, stop);
        }
        else if (options.File is { } file)
        {
            WritableFolder.Check(Path.GetDirectoryName(file)!);
        }
    }

    /// <summary>Creates missing tables and runs the work. Passes on the database's exceptions.</summary>
    public async Task<T> RunAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken stop)
    {
        await using var connection = _database.Connect();
        var file = _file;
        try
        {
            await MakeReadyAsync(connection, stop);
            await connection.OpenAsync(stop);
            await SetUpAsync(connection, stop);
            var result = await work(connection);
            // On Unix a deleted file still accepts writes, and keeps none of them.
            return IsThere ? result : throw new IOException($"The ledger's file {options.File} was removed while it was in use.");
        }
        catch (Exception fault)
        {
            _isReady = false;
            Database.Forget(connection);
            if (options.File is { } path && SqliteFile.IsBroken(fault))
            {
                await connection.CloseAsync();
                await PutAsideAsync(path, file);
            }

            throw;
        }
    }

    /// <summary>Runs a query for people who read reports. Only so many run at a time, and the others wait.</summary>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken stop)
    {
        await _readers.WaitAsync(stop);
        try
        {
            return await RunAsync(work, stop);
        }
        finally
        {
            _readers.Release();
        }
    }

    public void Dispose()
    {
        _making.Dispose();
        _readers.Dispose();
    }

    private async Task MakeReadyAsync(DbConnection connection, CancellationToken stop)
    {
        if (_isReady && IsThere)
        {
            return;
        }

        await _making.WaitAsync(stop);
        try
        {
            if (!IsThere && options.File is { } gone)
            {
                // Connections to a deleted file are of no use to anybody.
                Database.Forget(connection);
                SqliteFile.ClearCompanions(gone);
            }

            await _database.MigrateAsync(LedgerContext.TableSet, Open, stop);
            _isReady = true;
        }
        finally
        {
            _making.Release();
        }
    }

    // The journal continues from the last commit, so a commit that SQLite reports has to survive a power cut: NORMAL may undo the last
    // ones.
    private async Task SetUpAsync(DbConnection connection, CancellationToken stop)
    {
        if (options.File is null)
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText =
            "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY";
        await command.ExecuteNonQueryAsync(stop);
    }

    private async Task PutAsideAsync(string path, int file)
    {
        await _making.WaitAsync(CancellationToken.None);
        try
        {
            if (file == _file && File.Exists(path))
            {
                var aside = SqliteFile.MoveAside(path, time.GetUtcNow());
                _file++;
                Log.PutAside(logger, path, aside);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotPutAside(logger, e, path);
        }
        finally
        {
            _making.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            5130, LogLevel.Error,
            "The ledger's file {File} is broken. It is kept as {Aside} and a new one is begun with what the journal still holds; usage "
            + "from before is missing in reports and budgets. To get it back, stop the gateway and run: sqlite3 {Aside} .recover | "
            + "sqlite3 recovered.db")]
        public static partial void PutAside(ILogger logger, string file, string aside);

        [LoggerMessage(
            5131, LogLevel.Error,
            "The ledger's file {File} is broken and cannot be moved away. Nothing is recorded in it until it is; records wait in the "
            + "journal.")]
        public static partial void NotPutAside(ILogger logger, Exception exception, string file);
    }
}
