using Gateway.Configuration;
using Npgsql;

namespace Gateway.Ledger.Storage;

/// <summary>The location of the database.</summary>
/// <param name="Provider">The kind of database.</param>
/// <param name="Connection">The connection string.</param>
/// <param name="File">The SQLite file; null otherwise.</param>
/// <param name="IsConfigured">True when the operator configured it; otherwise it is only used where it already exists.</param>
internal sealed record DatabaseOptions(StorageProvider Provider, string Connection, string? File, bool IsConfigured)
{
    // Waits for others that write at the same moment, such as the command line. The ledger's writer retries by itself.
    private const int AccessWaits = 10;
    private const int LedgerWaits = 3;

    public static DatabaseOptions None { get; } = new(StorageProvider.None, "", null, false);

    /// <summary>The ledger's own file; null when it is in the same database.</summary>
    public string? LedgerFile { get; init; }

    /// <summary>The location of the ledger. It is created when there is something to record.</summary>
    public DatabaseOptions ForLedger => LedgerFile is { } file
        ? new DatabaseOptions(Provider, SqliteFile.ConnectionTo(file, LedgerWaits), file, IsConfigured)
        : this;

    // Its connection string holds a password.
    public override string ToString() => File ?? Provider.ToString();

    /// <param name="config">The configured storage; null for none.</param>
    /// <param name="location">The configuration's location: a relative path is relative to its folder.</param>
    /// <returns>The options, or what is missing.</returns>
    public static (DatabaseOptions Options, string? Missing) From(StorageConfig? config, ConfigLocation location)
    {
        switch (config?.Provider)
        {
            case StorageProvider.None:
                return (None, null);
            case StorageProvider.PostgreSql:
                var secret = SecretReader.Read(config.Connection!);
                return (secret.Missing ?? WhyNone(secret.Value!)) is { } missing
                    ? (None, $"storage.connection: {missing}.")
                    : (new DatabaseOptions(StorageProvider.PostgreSql, secret.Value!, null, true), null);
            default:
                var file = DataFolder.PathOf(config?.Path ?? DataFolder.Database, location);
                return (new DatabaseOptions(StorageProvider.Sqlite, SqliteFile.ConnectionTo(file, AccessWaits), file, config is not null)
                {
                    LedgerFile = DataFolder.PathOf(config?.LedgerPath ?? DataFolder.Ledger, location),
                }, null);
        }
    }

    // The driver's own message names settings and may repeat a value.
    private static string? WhyNone(string connection)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connection);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return "what stands there is no connection string of PostgreSQL, such as Host=db;Database=gateway;Username=gateway;Password=..";
        }
    }
}
