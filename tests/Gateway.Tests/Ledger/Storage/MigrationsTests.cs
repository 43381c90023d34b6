using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;
using Gateway.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger.Storage;

/// <summary>One set of migrations creates exactly what the model defines, in both databases.</summary>
[Collection("PostgreSQL")]
public sealed class MigrationsTests(PostgresServer server)
{
    private const string SqliteSchema = """
        SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS "Value"
        FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '%igrations%'
        UNION ALL SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1
        """;

    private const string PostgresSchema = """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS "Value"
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '%migrations%'
        UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '%migrations%' ORDER BY 1
        """;

    // A start compares the names alone, without EF Core.
    [Fact]
    public async Task Names_AreThoseOfTheMigrations()
    {
        using var database = await TestDatabase.CreateAsync("sqlite", server);
        await using var keys = new AccessStore(new Database(database.Options), TimeProvider.System).Open();
        Assert.Equal(keys.Database.GetMigrations(), AccessContext.TableSet.Migrations);
        using var ledger = new LedgerDatabase(
            database.Options.ForLedger, TimeProvider.System, NullLogger<LedgerDatabase>.Instance);
        await using var records = ledger.Open();
        Assert.Equal(records.Database.GetMigrations(), LedgerContext.TableSet.Migrations);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Migrations_MakeWhatTheModelWants(string provider)
    {
        using var migrated = await TestDatabase.CreateAsync(provider, server);
        using var wanted = await TestDatabase.CreateAsync(provider, server);
        await new AccessStore(new Database(migrated.Options), TimeProvider.System).MigrateAsync(default);
        await using var model = new AccessStore(new Database(wanted.Options), TimeProvider.System).Open();
        await model.Database.EnsureCreatedAsync();
        await using var made = new AccessStore(new Database(migrated.Options), TimeProvider.System).Open();

        var query = provider == "sqlite" ? SqliteSchema : PostgresSchema;
        var schema = await made.Database.SqlQueryRaw<string>(query).ToListAsync();
        Assert.True(schema.Count > 5);
        Assert.Equal(await model.Database.SqlQueryRaw<string>(query).ToListAsync(), schema);
        Assert.Equal(1, (await made.Stamps.SingleAsync()).Value);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Migrations_OfSeveralGatewaysAtOnce_AreMadeOnce(string provider)
    {
        using var database = await TestDatabase.CreateAsync(provider, server);
        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(
                _ => Task.Run(() => new AccessStore(new Database(database.Options), TimeProvider.System).MigrateAsync(default))));
        await using var tables = new AccessStore(new Database(database.Options), TimeProvider.System).Open();
        Assert.Equal(tables.Database.GetMigrations(), await tables.Database.GetAppliedMigrationsAsync());
        Assert.Empty(await tables.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task SqliteFile_IsItsOwnersAlone_AndLetsReadersReadWhileOthersWrite()
    {
        using var database = await TestDatabase.CreateAsync("sqlite", server);
        var store = new AccessStore(new Database(database.Options), TimeProvider.System);
        await store.MigrateAsync(default);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such mode.");
#pragma warning disable CA1416
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(database.Config.Path));
#pragma warning restore CA1416
        await using var tables = store.Open();
        Assert.Equal("wal", (await tables.Database.SqlQueryRaw<string>("PRAGMA journal_mode").ToListAsync()).Single());
    }
}
