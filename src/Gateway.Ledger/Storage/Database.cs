using System.Data.Common;
using Gateway.Configuration;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Gateway.Ledger.Storage;

/// <summary>
/// The gateway's only database. Each part that stores something in it has its own context and migration history, so
/// that one can grow without the other.
/// </summary>
internal sealed class Database(DatabaseOptions options)
{
    // SQLite's migration lock is a row, which a killed process leaves behind; a living one never needs this long. It must be far shorter
    // than the callers' own limits, or nobody would ever get past such a row.
    private static readonly TimeSpan MigrationLimit = TimeSpan.FromSeconds(10);
    // PostgreSQL's migration lock ends with each migration, so one of several gateways may find that another made the next. It then meets
    // something that exists: a table, a column, an index, or the row that says so.
    private static readonly string[] MadeByAnother =
    [
        PostgresErrorCodes.DuplicateTable, PostgresErrorCodes.DuplicateColumn, PostgresErrorCodes.DuplicateObject,
        PostgresErrorCodes.DuplicateFunction, PostgresErrorCodes.UniqueViolation,
    ];

    private const int MostReaders = 8;

    // In the name of a migration: it only adds columns that may be left out, so that replicas of before go on while others are upgraded.
    private const string OnlyAdds = "Adds";

    // More than there will be migrations that meet.
    private const int MaxMeetings = 32;

    private const string HasLock = "SELECT count(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'";
    private const string RemoveLock = "DELETE FROM \"__EFMigrationsLock\"";
    private const string IsOld = " WHERE unixepoch(\"Timestamp\") < unixepoch('now') - {0}";

    public DatabaseOptions Options { get; } = options;

    /// <summary>True when there is a database: the default file is not created before something must be stored.</summary>
    public bool IsThere =>
        Options.Provider == StorageProvider.PostgreSql || (Options.File is { } file && (Options.IsConfigured || File.Exists(file)));

    /// <summary>
    /// How many queries by people may run at a time. They may take long, and share the connections with the ledger's writer, the budgets
    /// and the keys, on which every request depends.
    /// </summary>
    public static int ReadersOf(DatabaseOptions options) => options.Provider == StorageProvider.PostgreSql
        ? Math.Clamp(new NpgsqlConnectionStringBuilder(options.Connection).MaxPoolSize / 4, 1, MostReaders)
        : MostReaders;

    /// <summary>Closes the open connections: after a fault, each is in doubt.</summary>
    public static void Forget(DbConnection connection)
    {
        switch (connection)
        {
            case SqliteConnection sqlite:
                SqliteConnection.ClearPool(sqlite);
                break;
            case NpgsqlConnection npgsql:
                NpgsqlConnection.ClearPool(npgsql);
                break;
        }
    }

    public DbConnection Connect() => Options.Provider == StorageProvider.PostgreSql
        ? new NpgsqlConnection(Options.Connection)
        : new SqliteConnection(Options.Connection);

    public DbContextOptions<T> OptionsOf<T>(TableSet tables)
        where T : DbContext
    {
        // A test checks that model and migrations agree; there is no generated snapshot to compare with.
        var builder = new DbContextOptionsBuilder<T>().ConfigureWarnings(
            static w => w.Ignore(RelationalEventId.PendingModelChangesWarning));
        return (Options.Provider == StorageProvider.PostgreSql
            ? builder.UseNpgsql(Options.Connection, npgsql => npgsql.MigrationsHistoryTable(tables.History))
            : builder.UseSqlite(Options.Connection, sqlite => sqlite.MigrationsHistoryTable(tables.History))).Options;
    }

    /// <summary>
    /// Throws if this version does not understand the tables or may not write them. Creates the file if one is configured.
    /// </summary>
    public async Task CheckAsync(TableSet tables, CancellationToken stop)
    {
        if (Options.File is { } file)
        {
            SqliteFile.Make(file);
        }

        await using var connection = Connect();
        await connection.OpenAsync(stop);
        await AppliedAsync(connection, tables, stop);
        if (Options.File is not null)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
            // No need to wait long for another writer: that shows the file is writable.
            command.CommandTimeout = 1;
            await command.ExecuteNonQueryAsync(stop);
        }
    }

    /// <summary>Updates tables to what this version needs. Several gateways may do so at once.</summary>
    public async Task MigrateAsync(TableSet tables, Func<DbContext> open, CancellationToken stop)
    {
        if (Options.File is { } file)
        {
            SqliteFile.Make(file);
        }

        if (!await IsCurrentAsync(tables, stop))
        {
            await UpdateAsync(open, stop);
        }
    }

    // Apart, since the first call of a method loads all that it names.
    private async Task UpdateAsync(Func<DbContext> open, CancellationToken stop)
    {
        await using var context = open();
        if (Options.File is not null)
        {
            // Readers are not held up by writers. The file remembers this mode.
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = 'wal'", stop);
            // A lock that is old enough is not waited for: a gateway that is killed again and again would never get past it.
            if (await context.Database.SqlQueryRaw<int>(HasLock).SingleAsync(stop) > 0)
            {
                await context.Database.ExecuteSqlRawAsync(RemoveLock + IsOld, [(int)MigrationLimit.TotalSeconds], stop);
            }
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(MigrationLimit);
        try
        {
            await MakeAsync(context, limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested && Options.File is not null)
        {
            await context.Database.ExecuteSqlRawAsync(RemoveLock, stop);
            await MakeAsync(context, stop);
        }
    }

    private async Task<bool> IsCurrentAsync(TableSet tables, CancellationToken stop)
    {
        await using var connection = Connect();
        try
        {
            await connection.OpenAsync(stop);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // There is no such database yet; who may, makes it with its tables.
            return false;
        }

        var applied = await AppliedAsync(connection, tables, stop);
        return !tables.Migrations.Except(applied).Any();
    }

    // Tables of a later version may have lost or changed a column that this one writes: better no gateway than one that guesses. What only
    // adds some does neither.
    private async Task<IReadOnlyList<string>> AppliedAsync(DbConnection connection, TableSet tables, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Options.Provider == StorageProvider.PostgreSql
            ? $"SELECT count(to_regclass('{tables.History}'))"
            : $"SELECT count(*) FROM sqlite_master WHERE name = '{tables.History}'";
        var applied = new List<string>();
        if (await command.ExecuteScalarAsync(stop) is > 0L)
        {
            command.CommandText = $"SELECT \"MigrationId\" FROM {tables.History} ORDER BY 1";
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                applied.Add(reader.GetString(0));
            }
        }

        var unknown = applied.Except(tables.Migrations).FirstOrDefault(static m => !m.Contains(OnlyAdds, StringComparison.Ordinal));
        return unknown is null ? applied : throw new NewerDatabaseException(Options, unknown);
    }

    // A failed migration was rolled back, and those before it stay.
    private static async Task MakeAsync(DbContext context, CancellationToken stop)
    {
        for (var left = MaxMeetings; ; left--)
        {
            try
            {
                await context.Database.MigrateAsync(stop);
                return;
            }
            catch (PostgresException e) when (left > 0 && MadeByAnother.Contains(e.SqlState))
            {
            }
        }
    }
}
