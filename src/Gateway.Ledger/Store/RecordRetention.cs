using Gateway.Configuration;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Store;

/// <summary>
/// Deletes expired records and captures, a thousand records at a time with a pause in between, so that no writer waits longer than it would
/// for another replica's batch. Both databases reuse the room; a SQLite file keeps the largest size it ever had.
/// </summary>
internal sealed partial class RecordRetention(
    LedgerDatabase database, LedgerConfig config, TimeProvider time, ILogger<RecordRetention> logger) : BackgroundService
{
    private const int AtOnce = 1000;

    // Each has 2 MiB at most.
    private const int CapturesAtOnce = 20;

    // After a start the journal goes first: records it holds a second time have to be found in the table.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                // Delete first what people wrote.
                while (await DropCapturesAsync(stoppingToken) == CapturesAtOnce)
                {
                    await Task.Delay(Pause, time, stoppingToken);
                }

                while (await DropAsync(stoppingToken) == AtOnce)
                {
                    await Task.Delay(Pause, time, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Log.NotDropped(logger, e);
            }
        }
    }

    /// <summary>Deletes the oldest of the expired records.</summary>
    /// <returns>The number deleted, 1,000 at most.</returns>
    public Task<int> DropAsync(CancellationToken stop) => DropAsync(RecordTable.Name, "request, answer", config.KeepRequests, AtOnce, stop);

    /// <summary>Deletes the oldest of the expired captures.</summary>
    /// <returns>The number deleted, 20 at most.</returns>
    public Task<int> DropCapturesAsync(CancellationToken stop) =>
        DropAsync(CaptureTable.Name, "request", config.KeepCaptures, CapturesAtOnce, stop);

    private async Task<int> DropAsync(string table, string key, TimeSpan keep, int most, CancellationToken stop)
    {
        if (!database.IsThere)
        {
            return 0;
        }

        var before = (time.GetUtcNow() - keep).ToUnixTimeMilliseconds();
        // Two replicas that delete the same rows would wait for each other; each takes the rows the other leaves.
        var others = database.IsPostgres ? " FOR UPDATE SKIP LOCKED" : "";
        // SQLite only unlinks what it deletes, and a prompt would remain in the file until its room is reused.
        var wipes = !database.IsPostgres && table == CaptureTable.Name ? "PRAGMA secure_delete = ON; " : "";
        return await database.RunAsync(
            async connection =>
            {
                await using var command = connection.CreateCommand();
                command.CommandText = $"""
                    {wipes}DELETE FROM {table} WHERE ({key}) IN
                        (SELECT {key} FROM {table} WHERE counted_at < {before} ORDER BY counted_at LIMIT {most}{others})
                    """;
                return await command.ExecuteNonQueryAsync(stop);
            },
            stop);
    }

    private static partial class Log
    {
        [LoggerMessage(5132, LogLevel.Warning, "Old records could not be dropped from the ledger. It is tried again in a few minutes.")]
        public static partial void NotDropped(ILogger logger, Exception exception);
    }
}
