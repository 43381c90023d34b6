using Gateway.Alerts.Board;
using Gateway.Alerts.Events;
using Gateway.Alerts.Targets;
using Gateway.Configuration;
using Gateway.Ledger.Storage;
using Gateway.Quotas.Redis;
using Gateway.Telemetry.Notices;

namespace Gateway.Alerts;

internal static class AlertsExtensions
{
    /// <summary>Adds the services that collect and send alerts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, DatabaseOptions database) => services
        .AddSingleton(static s => new AlertReplica(Guid.CreateVersion7(s.GetRequiredService<TimeProvider>().GetUtcNow()).ToString("N")))
        .AddSingleton<AlertInbox>()
        .AddSingleton<IAlerts>(static s => s.GetRequiredService<AlertInbox>())
        .AddSingleton<INotices, NoticeAlerts>()
        .AddSingleton<AlertSender>()
        .AddSingleton<AlertInstruments>()
        .AddSingleton<AlertTeller>()
        .AddSingleton(s => new BoardExchange(
            [.. StoresOf(s.GetService<RedisQuotas>(), database)], s.GetRequiredService<AlertReplica>().Name,
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<BoardExchange>>()))
        .AddSingleton<AlertKeeper>()
        .AddHostedService(static s => s.GetRequiredService<AlertKeeper>());

    // Redis before the database: it is the faster of the two that replicas may share, and SQLite is not shared at all.
    private static IEnumerable<IBoardStore> StoresOf(RedisQuotas? redis, DatabaseOptions database)
    {
        if (redis is not null)
        {
            yield return new RedisBoardStore(redis.Alerts);
        }

        if (database.Provider == StorageProvider.PostgreSql || (redis is null && database.Provider == StorageProvider.Sqlite))
        {
            yield return new DatabaseBoardStore(database.ForLedger);
        }
    }
}
