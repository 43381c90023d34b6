using Gateway.Configuration;
using Npgsql;

namespace Gateway.Storage;

/// <summary>Where the database is.</summary>
/// <param name="Provider">What keeps it.</param>
/// <param name="Connection">How to reach it.</param>
/// <param name="File">The file of SQLite; null otherwise.</param>
/// <param name="IsConfigured">Whether the operator asked for it; otherwise it is used only where it is already.</param>
internal sealed record DatabaseOptions(StorageProvider Provider, string Connection, string? File, bool IsConfigured)
{
    // Others that write at the same moment, such as the command line, are waited for. The ledger's writer tries again by itself.
    private const int AccessWaits = 10;
    private const int LedgerWaits = 3;

    public static DatabaseOptions None { get; } = new(StorageProvider.None, "", null, false);

    /// <summary>The file of the ledger, which has one of its own; null: it is in the same database.</summary>
    public string? LedgerFile { get; init; }

    /// <summary>Where the ledger is. It is made when there is something to record.</summary>
    public DatabaseOptions ForLedger => LedgerFile is { } file
        ? new DatabaseOptions(Provider, SqliteFile.ConnectionTo(file, LedgerWaits), file, IsConfigured)
        : this;

    // Its connection string holds a password.
    public override string ToString() => File ?? Provider.ToString();

    /// <param name="config">As written; null: nothing was.</param>
    /// <param name="location">Where that was written: a relative path counts from its folder.</param>
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
                var folder = Path.GetDirectoryName(Path.GetFullPath(location.Path ?? "gateway.yaml"))!;
                var file = Path.GetFullPath(config?.Path ?? new StorageConfig().Path, folder);
                return (new DatabaseOptions(StorageProvider.Sqlite, SqliteFile.ConnectionTo(file, AccessWaits), file, config is not null)
                {
                    LedgerFile = Path.GetFullPath(config?.LedgerPath ?? new StorageConfig().LedgerPath, folder),
                }, null);
        }
    }

    // What the driver says of it names keys, and may repeat a value.
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
