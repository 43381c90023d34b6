using System.Data.Common;
using Gateway.Configuration;
using Gateway.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Ledger.Store;

/// <summary>
/// The database of the ledger, made when it is first needed. Whatever fails leaves no connection behind that might be broken, and the
/// tables are looked at anew the next time.
/// </summary>
internal sealed partial class LedgerDatabase(DatabaseOptions options, TimeProvider time, ILogger<LedgerDatabase> logger) : IDisposable
{
    private readonly Database _database = new(options);
    private readonly Lazy<DbContextOptions<LedgerContext>> _options = new(
        () => new Database(options).OptionsOf<LedgerContext>(LedgerContext.History));
    private readonly SemaphoreSlim _making = new(1, 1);
    private readonly SemaphoreSlim _readers = new(Database.ReadersOf(options));
    private volatile bool _isReady;

    // Counts the files that were put aside, so that two that find the same one broken put it aside once.
    private volatile int _file;

    /// <summary>Whether there is a ledger at all.</summary>
    public bool IsKept => options.Provider != StorageProvider.None;

    /// <summary>Whether there is something to read: the file is made by the first who writes.</summary>
    public bool IsThere => options.Provider == StorageProvider.PostgreSql || (options.File is { } file && File.Exists(file));

    public bool IsPostgres => options.Provider == StorageProvider.PostgreSql;

    public LedgerContext Open() => new(_options.Value);

    /// <summary>Throws if the ledger is there and cannot be used by this version, or cannot be written or made.</summary>
    public async Task CheckAsync(CancellationToken stop)
    {
        if (IsThere)
        {
            await using var context = Open();
            await _database.CheckAsync(context, stop);
        }
        else if (options.File is { } file)
        {
            WritableFolder.Check(Path.GetDirectoryName(file)!);
        }
    }

    /// <summary>Makes the tables where they are missing and does what is to be done. Throws what the database throws.</summary>
    public async Task<T> RunAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken stop)
    {
        await using var context = Open();
        var connection = context.Database.GetDbConnection();
        var file = _file;
        try
        {
            await MakeReadyAsync(context, connection, stop);
            await connection.OpenAsync(stop);
            await SetUpAsync(connection, stop);
            var result = await work(connection);
            // On Unix a file that was deleted still takes what is written into it, and keeps none of it.
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

    /// <summary>
    /// The same for a question of the people who look at reports: of those only so many are asked at a time, and the others wait.
    /// </summary>
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

    private async Task MakeReadyAsync(LedgerContext context, DbConnection connection, CancellationToken stop)
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
                // What is left of a deleted file belongs to nobody, and connections to it lead nowhere.
                Database.Forget(connection);
                SqliteFile.ClearCompanions(gone);
            }

            await _database.MigrateAsync(context, stop);
            _isReady = true;
        }
        finally
        {
            _making.Release();
        }
    }

    // The journal goes on from where a commit ended, so a commit that SQLite reports has to outlast a power cut: NORMAL may take the last
    // ones back.
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
