using System.Security.Cryptography;
using System.Text;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Ledger.Storage;

namespace Gateway.Tests.Hosting;

/// <summary>An empty database of one of the two kinds, and the configuration that uses it.</summary>
internal sealed class TestDatabase : IDisposable
{
    private readonly string _folder;

    private TestDatabase(string folder) => _folder = folder;

    public required StorageConfig Config { get; init; }

    public DatabaseOptions Options => DatabaseOptions.From(Config, new ConfigLocation(null)).Options;

    /// <summary>The section of a configuration file.</summary>
    public string Yaml => Config.Provider == StorageProvider.Sqlite
        ? $"storage: {{ path: \"{Config.Path}\", ledgerPath: \"{Config.LedgerPath}\" }}"
        : $"storage: {{ provider: postgresql, connection: {{ file: \"{Config.Connection!.File}\" }} }}";

    /// <summary>
    /// An admin's key of the file: with a database a gateway has one of its own from its first start, and asks everybody for one.
    /// </summary>
    public const string Key = "sk-gw-12345678-a-key-of-the-file-in-tests";

    /// <summary>The same section, and the key.</summary>
    public string YamlWithKey =>
        $"keys: [ {{ name: test, role: admin, sha256: \"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))}\" }} "
        + $"]\n{Yaml}";

    /// <param name="provider">Which kind.</param>
    /// <param name="server">The server of PostgreSQL.</param>
    public static async Task<TestDatabase> CreateAsync(string provider, PostgresServer server)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-db-").FullName;
        if (provider == "sqlite")
        {
            return new TestDatabase(folder)
            {
                Config = new StorageConfig { Path = Path.Combine(folder, "gateway.db"), LedgerPath = Path.Combine(folder, "ledger.db") }
            };
        }

        var file = Path.Combine(folder, "connection");
        await File.WriteAllTextAsync(file, await server.NewDatabaseAsync());
        return new TestDatabase(folder)
        {
            Config = new StorageConfig { Provider = StorageProvider.PostgreSql, Connection = new SecretConfig { File = file } }
        };
    }

    public StoredAccess Access(TimeProvider? time = null) =>
        new(new AccessStore(new Database(Options), time ?? TimeProvider.System), time ?? TimeProvider.System);

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
