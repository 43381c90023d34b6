using Gateway.Configuration;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Store;

/// <summary>
/// Drops single records and captures when their time is over, a thousand records at once with a pause behind, so that nobody who writes
/// waits longer than for a batch of another replica. Both databases use the room again; the file of SQLite stays as large as it once had to
/// be.
/// </summary>
internal sealed partial class RecordRetention(
    LedgerDatabase database, LedgerConfig config, TimeProvider time, ILogger<RecordRetention> logger) : BackgroundService
{
    private const int AtOnce = 1000;

    // Of 2 MiB each at most.
    private const int CapturesAtOnce = 20;

    // After a start the journal goes first: what it holds twice has to be found in the table.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                // What people wrote goes first.
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

    /// <summary>Drops the oldest of the records that are too old.</summary>
    /// <returns>How many there were, 1,000 at most.</returns>
    public Task<int> DropAsync(CancellationToken stop) => DropAsync(RecordTable.Name, "request, answer", config.KeepRequests, AtOnce, stop);

    /// <summary>Drops the oldest of the captures that are too old.</summary>
    /// <returns>How many there were, 20 at most.</returns>
    public Task<int> DropCapturesAsync(CancellationToken stop) =>
        DropAsync(CaptureTable.Name, "request", config.KeepCaptures, CapturesAtOnce, stop);

    private async Task<int> DropAsync(string table, string key, TimeSpan keep, int most, CancellationToken stop)
    {
        if (!database.IsThere)
        {
            return 0;
        }

        var before = (time.GetUtcNow() - keep).ToUnixTimeMilliseconds();
        // Two replicas that drop the same rows would wait for each other; each takes those that the other leaves.
        var others = database.IsPostgres ? " FOR UPDATE SKIP LOCKED" : "";
        // SQLite only unlinks what it deletes, and a prompt would stand in the file until its room is used again.
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
