using System.Diagnostics;
using Gateway.Ledger;
using Gateway.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises.Ledger;

/// <summary>
/// The ledger's database is locked, broken or stopped while clients send requests. No client notices, and within 5 s after the cause is
/// gone each request has its one record. GATEWAY_SOAK, which './build.sh soak' sets, runs the full times.
/// </summary>
[Collection("PostgreSQL")]
public sealed class LedgerFaultsTests(PostgresServer server, ITestOutputHelper output)
{
    private static readonly TimeSpan Heals = TimeSpan.FromSeconds(5);

    // Longer than a write waits for a lock, so that it fails at least once.
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1" ? 30 : 4);

    [Fact]
    public async Task SqliteThatIsLocked_FailsNoRequest_AndHasThemAllAfterwards()
    {
        using var database = await TestDatabase.CreateAsync("sqlite", server);
        await using var rig = await LedgerLoad.StartRigAsync(database);
        await using var load = await LedgerLoad.StartAsync(rig);
        await using var other = new SqliteConnection($"Data Source={database.Config.LedgerPath};Pooling=False");
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await Task.Delay(Away);
        await WaitUntil.TrueAsync(() => HealthOf(rig).StoreProblem is not null);

        await transaction.RollbackAsync();
        await IsHealedAsync(rig, load, "locked");
        load.AreAllIn(await rig.Gateway.RecordsAsync());
    }

    [Fact]
    public async Task SqliteFileThatIsBroken_FailsNoRequest_AndWhatIsNotInItYetIsInTheNext()
    {
        using var database = await TestDatabase.CreateAsync("sqlite", server);
        await using var rig = await LedgerLoad.StartRigAsync(database);
        await using var load = await LedgerLoad.StartAsync(rig);
        // Held, so that it is known what is in the file when it breaks; until the writer gave up, whose connection would remember the file.
        var path = database.Config.LedgerPath;
        await using var other = new SqliteConnection($"Data Source={path};Pooling=False");
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await WaitUntil.TrueAsync(() => HealthOf(rig).StoreProblem is not null);
        var before = await LedgerLoad.ReadAsync(rig.Gateway);
        SqliteConnection.ClearAllPools();
        foreach (var name in new[] { path, path + "-wal" })
        {
            await using var file = new FileStream(name, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)file.Length).ToArray());
        }

        await other.CloseAsync();
        await IsHealedAsync(rig, load, "broken");
        Assert.Contains(
            Directory.EnumerateFiles(Path.GetDirectoryName(path)!), static f => f.Contains(".corrupt-", StringComparison.Ordinal));
        var after = await rig.Gateway.RecordsAsync();
        Assert.Empty(before.Select(static r => r.Request).Intersect(after.Select(static r => r.Request)));
        load.AreAllIn([.. before, .. after]);
    }

    [Fact]
    public async Task PostgresThatIsStopped_FailsNoRequest_AndHasThemAllAfterwards()
    {
        await using var own = new PostgresServer();
        await own.InitializeAsync();
        using var database = await TestDatabase.CreateAsync("postgresql", own);
        await using var rig = await LedgerLoad.StartRigAsync(database);
        await using var load = await LedgerLoad.StartAsync(rig);
        await own.StopAsync();
        await Task.Delay(Away);
        await WaitUntil.TrueAsync(() => HealthOf(rig).StoreProblem is not null);

        await own.StartAsync();
        await IsHealedAsync(rig, load, "stopped");
        load.AreAllIn(await rig.Gateway.RecordsAsync());
    }

    private static LedgerHealth HealthOf(Rig rig) => rig.Gateway.Services.GetRequiredService<UsageWriter>().Health;

    private async Task IsHealedAsync(Rig rig, LedgerLoad load, string fault)
    {
        var since = Stopwatch.GetTimestamp();
        var (noticed, answered) = (HealthOf(rig).Pending, load.Answered);
        await WaitUntil.TrueAsync(() => HealthOf(rig) is { StoreProblem: null, Lag.TotalSeconds: < 1 });
        var healed = Stopwatch.GetElapsedTime(since);
        await load.EndAsync();
        output.WriteLine(
            $"{fault}: {noticed} records waited, healed in {healed.TotalSeconds:0.0} s; {load.Answered} requests, {answered} of them by "
            + $"then, none failed");
        Assert.InRange(healed, TimeSpan.Zero, Heals);
    }
}
