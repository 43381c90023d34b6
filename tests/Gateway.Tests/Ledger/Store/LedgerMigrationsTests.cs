using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;
using Gateway.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Tests.Ledger.Store;

/// <summary>One set of migrations creates the ledger in both databases as the model defines it, when it is first needed.</summary>
[Collection("PostgreSQL")]
public sealed class LedgerMigrationsTests(PostgresServer server)
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

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Migrations_MakeWhatTheModelWants(string provider)
    {
        using var migrated = await LedgerRig.CreateAsync(provider, server);
        using var wanted = await LedgerRig.CreateAsync(provider, server);
        await migrated.Store.WriteAsync([LedgerRig.Record()], default);
        await using var made = migrated.Tables.Open();
        await using var model = wanted.Tables.Open();
        await model.Database.EnsureCreatedAsync();

        var query = provider == "sqlite" ? SqliteSchema : PostgresSchema;
        var schema = await made.Database.SqlQueryRaw<string>(query).ToListAsync();
        Assert.True(schema.Count > 50);
        Assert.Equal(await model.Database.SqlQueryRaw<string>(query).ToListAsync(), schema);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Ledger_StandsBesideTheKeys_WhicheverIsMadeFirst(string provider)
    {
        using var database = await TestDatabase.CreateAsync(provider, server);
        using var ledger = new LedgerDatabase(
            database.Options.ForLedger, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<LedgerDatabase>.Instance);
        var keys = new AccessStore(new Database(database.Options), TimeProvider.System);
        await Task.WhenAll(
            Task.Run(() => keys.MigrateAsync(default)),
            Task.Run(() => new UsageStore(ledger, new()).WriteAsync([LedgerRig.Record()], default)));
        Assert.Equal(1, await keys.StampAsync(default));
    }

    // The lock on migrations is a row of the file, which nobody takes out when its owner is killed.
    [Theory]
    [InlineData(0, 30)]
    [InlineData(3600, 9)]
    public async Task SqliteFile_WhoseMakerWasKilled_IsMadeByTheNext(int secondsAgo, int withinSeconds)
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        await using (var tables = rig.Tables.Open())
        {
            await tables.Database.ExecuteSqlRawAsync(
                "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)");
            var taken = DateTimeOffset.UtcNow.AddSeconds(-secondsAgo);
            await tables.Database.ExecuteSqlAsync($"INSERT INTO \"__EFMigrationsLock\" VALUES (1, {taken})");
        }

        // The writer gives a call 30 s. An old lock is not waited for at all.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(withinSeconds));
        await rig.Store.WriteAsync([LedgerRig.Record()], limit.Token);
        Assert.Single(await rig.AllAsync());
    }

    [Fact]
    public async Task SqliteFile_IsMadeByTheFirstRecord_ForItsOwnersEyesAlone()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        Assert.Empty(await rig.AllAsync());
        Assert.Equal(0, await rig.Retention.DropAsync(default));
        Assert.False(File.Exists(rig.File));
        await rig.Store.WriteAsync([], default);
        Assert.False(File.Exists(rig.File));
        await rig.Store.WriteAsync([LedgerRig.Record()], default);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such mode.");
#pragma warning disable CA1416
        Assert.All(
            (string[])["", "-wal", "-shm"],
            f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rig.File + f)));
#pragma warning restore CA1416
        Assert.Equal("wal", await ValueAsync(rig, "PRAGMA journal_mode"));
        // FULL: a commit outlasts a power cut, since the journal forgets what was committed.
        Assert.Equal(2L, await ValueAsync(rig, "PRAGMA synchronous"));
    }

    [Fact]
    public async Task Ledger_ThatIsNotKept_TakesEverythingAndKnowsNothing()
    {
        using var none = new LedgerDatabase(
            DatabaseOptions.None, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<LedgerDatabase>.Instance);
        var store = new UsageStore(none, new());
        await store.WriteAsync([LedgerRig.Record()], default);
        Assert.False(store.IsKept);
        Assert.Equal(0, store.Written);
    }

    private static Task<object?> ValueAsync(LedgerRig rig, string text) => rig.Tables.RunAsync(
        async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = text;
            return await command.ExecuteScalarAsync();
        },
        default);
}
