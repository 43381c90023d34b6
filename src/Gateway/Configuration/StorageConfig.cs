using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("Where keys and teams of the admin API, and its audit log, are kept. Without this group the file gateway.db beside this file is used as soon as there is one, which 'gateway keys new --store' makes. With it the database is made at start, and the first admin key is printed once.")]
internal sealed record StorageConfig
{
    [Description("sqlite keeps one file, for one machine; postgresql serves any number of replicas; none keeps nothing: keys are those of this file alone.")]
    public StorageProvider Provider { get; init; } = StorageProvider.Sqlite;

    [Matches("^\\S.*$", "the path of a file")]
    [Description("The file of sqlite. A relative path counts from the folder of this file. Its folder must be there.")]
    public string Path { get; init; } = "gateway.db";

    [Matches("^\\S.*$", "the path of a file")]
    [Description("The file of sqlite that holds the ledger, apart from the keys since it grows, and can be lost without locking anybody out. A relative path counts from the folder of this file.")]
    public string LedgerPath { get; init; } = "ledger.db";

    [Description("The connection string of postgresql, such as Host=db;Database=gateway;Username=gateway;Password=..., which is a secret since it holds a password.")]
    public SecretConfig? Connection { get; init; }
}
