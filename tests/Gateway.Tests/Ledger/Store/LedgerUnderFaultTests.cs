using System.Data.Common;
using System.Diagnostics;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store;
using Gateway.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Ledger.Store;

/// <summary>
/// The database is locked, stopped, full, deleted or broken, and comes back. The writer tries again and has every record in it once within
/// 5 s. GATEWAY_SOAK, which './build.sh soak' sets, runs the full times.
/// </summary>
[Collection("PostgreSQL")]
public sealed class LedgerUnderFaultTests(PostgresServer server)
{
    private static readonly TimeSpan Heals = TimeSpan.FromSeconds(5);

    // Longer than a write waits for a lock, so that it fails at least once.
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1" ? 30 : 4);

    [Fact]
    public async Task SqliteThatIsLocked_TakesEverythingAfterwards()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        await rig.Store.WriteAsync([LedgerRig.Record()], default);
        await using var other = new SqliteConnection($"Data Source={rig.File}");
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();

        var writing = Task.Run(() => WriteAllAsync(rig.Store, 20));
        await Task.Delay(Away);
        Assert.False(writing.IsCompleted);
        var since = Stopwatch.GetTimestamp();
        await transaction.RollbackAsync();
        Assert.True(await writing > 0);
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, Heals);
        Assert.Equal(201, (await rig.AllAsync()).Count);
        await rig.AgreeAsync();
    }

    [Fact]
    public async Task PostgresThatIsKilled_TakesEverythingAfterwards()
    {
        await using var own = new PostgresServer();
        await own.InitializeAsync();
        using var rig = await LedgerRig.CreateAsync("postgresql", own);
        await rig.Store.WriteAsync([LedgerRig.Record()], default);
        var writing = Task.Run(() => WriteAllAsync(rig.Store, 200));
        await WaitUntil.TrueAsync(() => rig.Store.Written > 50);
        await own.StopAsync();
        await Task.Delay(Away);
        Assert.False(writing.IsCompleted);
        var before = rig.Store.Written;
        await own.StartAsync();
        var since = Stopwatch.GetTimestamp();
        await WaitUntil.TrueAsync(() => rig.Store.Written > before);
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, Heals);
        Assert.True(await writing > 0);
        Assert.Equal(2001, (await rig.AllAsync()).Count);
        await rig.AgreeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    public async Task SqliteFileThatIsBroken_IsPutAside_AndANewOneBegun(int damagedFrom)
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        await rig.Store.WriteAsync([LedgerRig.Record()], default);
        SqliteConnection.ClearAllPools();
        await using (var file = File.OpenWrite(rig.File))
        {
            file.Position = damagedFrom;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)(file.Length - damagedFrom)).ToArray());
        }

        UsageRecord[] batch = [LedgerRig.Record(), LedgerRig.Record()];
        await Assert.ThrowsAsync<SqliteException>(() => rig.Store.WriteAsync(batch, default));
        await rig.Store.WriteAsync(batch, default);
        Assert.Equal(2, (await rig.AllAsync()).Count);
        await rig.AgreeAsync();
        Assert.True(File.Exists($"{rig.File}.corrupt-20261124T120000Z"));
        var line = Assert.Single(rig.Log.Lines, l => l.Contains("Error 5130 ", StringComparison.Ordinal));
        Assert.StartsWith("Error", line, StringComparison.Ordinal);
        Assert.Contains(".recover", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SqliteFileThatIsDeletedWhileItIsUsed_IsMadeAnew()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        await rig.Store.WriteAsync([LedgerRig.Record()], default);
        File.Delete(rig.File);
        Assert.Empty(await rig.AllAsync());
        UsageRecord[] batch = [LedgerRig.Record(), LedgerRig.Record()];
        await rig.Store.WriteAsync(batch, default);
        Assert.True(File.Exists(rig.File));
        SqliteConnection.ClearAllPools();
        Assert.Equal(2, (await rig.AllAsync()).Count);
        await rig.AgreeAsync();
    }

    [Fact]
    public async Task SqliteWithoutRoom_KeepsNothingOfTheBatch_AndAllOfItAfterwards()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        await rig.Store.WriteAsync([LedgerRig.Record()], default);
        // A limit of this connection, which is the one that is used next: what a full disk does, on a disk that is not.
        await rig.Tables.RunAsync(static c => RunAsync(c, "PRAGMA max_page_count = 1"), default);
        var batch = Enumerable.Range(0, 5000).Select(i => LedgerRig.Record(key: $"key-{i}")).ToList();
        var full = await Assert.ThrowsAsync<SqliteException>(() => rig.Store.WriteAsync(batch, default));
        Assert.Equal(13, full.SqliteErrorCode);
        Assert.Single(await rig.AllAsync());
        await rig.AgreeAsync();
        await rig.Store.WriteAsync(batch, default);
        Assert.Equal(5001, (await rig.AllAsync()).Count);
        await rig.AgreeAsync();
    }

    // As the writer does, and how often it had to try again.
    private static async Task<int> WriteAllAsync(UsageStore store, int batches)
    {
        var failed = 0;
        for (var i = 0; i < batches; i++)
        {
            var batch = Enumerable.Range(0, 10).Select(_ => LedgerRig.Record()).ToList();
            for (var done = false; !done;)
            {
                try
                {
                    await store.WriteAsync(batch, default);
                    done = true;
                }
                catch (DbException)
                {
                    failed++;
                    await Task.Yield();
                }
            }
        }

        return failed;
    }

    private static async Task<bool> RunAsync(DbConnection connection, string text)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
        return true;
    }
}
