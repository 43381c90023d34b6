using Gateway.Alerts;
using Gateway.Alerts.Board;
using Gateway.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Quotas.Redis;
using Gateway.Storage;

namespace Gateway.Health.Alerts;

internal static class AlertSourcesExtensions
{
    /// <param name="services">The services to add to.</param>
    /// <param name="hasRedis">True when replicas share a Redis, which then holds the board.</param>
    public static IServiceCollection AddAlertSources(this IServiceCollection services, bool hasRedis)
    {
        if (hasRedis)
        {
            services.AddSingleton<IBoardStore>(static s => new RedisBoardStore(s.GetRequiredService<RedisQuotas>().Alerts));
        }

        return services
            .AddSingleton<IAlertSource, BackendAlerts>()
            .AddSingleton<IAlertSource, CredentialAlerts>()
            .AddSingleton<IAlertSource>(static s =>
            {
                var ledger = s.GetRequiredService<UsageWriter>();
                return new LedgerAlerts(() => ledger.Health);
            })
            .AddSingleton<IAlertSource>(static s => new DiskAlerts(
                FoldersOf(s.GetRequiredService<JournalOptions>(), s.GetRequiredService<Database>().Options), DiskAlerts.SpaceOf))
            .AddSingleton<IAlertSource>(static s => new RedisAlerts(s.GetService<RedisQuotas>()))
            .AddHostedService<AlertWatch>();
    }

    private static IReadOnlyList<string> FoldersOf(JournalOptions journal, DatabaseOptions database) =>
    [
        .. new[] { journal.Folder, Path.GetDirectoryName(database.File), Path.GetDirectoryName(database.ForLedger.File) }
            .OfType<string>().Distinct(StringComparer.Ordinal),
    ];
}
