using Gateway.Alerts;
using Gateway.Alerts.Board;
using Gateway.Alerts.Events;
using Gateway.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Storage;
using Gateway.Quotas.Redis;

namespace Gateway.Health.Alerts;

internal static class AlertSourcesExtensions
{
    /// <summary>Adds the alert sources of all watched parts of the gateway.</summary>
    public static IServiceCollection AddAlertSources(this IServiceCollection services) => services
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

    private static IReadOnlyList<string> FoldersOf(JournalOptions journal, DatabaseOptions database) =>
    [
        .. new[] { journal.Folder, Path.GetDirectoryName(database.File), Path.GetDirectoryName(database.ForLedger.File) }
            .OfType<string>().Distinct(StringComparer.Ordinal),
    ];
}
