using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "Where the gateway keeps the keys and teams of the admin API, and its audit log. Without this group it uses data/gateway.db in the " +
    "folder of this file, if there is one; 'gateway keys new --store' creates it. With this group it creates the database at start and " +
    "prints the first admin key once.")]
internal sealed record StorageConfig
{
    [Description(
        "The kind of database. sqlite: one file, for one machine. postgresql: any number of replicas. none: no database; the only keys " +
        "are those in this file.")]
    public StorageProvider Provider { get; init; } = StorageProvider.Sqlite;

    [Matches("^\\S.*$", "the path of a file")]
    [Description(
        "The SQLite file. A relative path starts at the folder of this file. The SQLite file's own folder must exist; only one named " +
        "data is created. By default, a gateway.db beside this file, where earlier versions kept it, is used if data has none.")]
    public string Path { get; init; } = DataFolder.Database;

    [Matches("^\\S.*$", "the path of a file")]
    [Description(
        "The SQLite file of the ledger. It is separate from the keys because it grows, and because losing it locks nobody out. A " +
        "relative path starts at the folder of this file. By default, a ledger.db beside this file is used if data has none.")]
    public string LedgerPath { get; init; } = DataFolder.Ledger;

    [Description(
        "The PostgreSQL connection string, such as Host=db;Database=gateway;Username=gateway;Password=... It holds a password, so it is " +
        "given as a secret. Default: none; postgresql needs one.")]
    public SecretConfig? Connection { get; init; }
}
