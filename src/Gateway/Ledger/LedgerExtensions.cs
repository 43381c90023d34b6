using Gateway.Configuration;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Store;
using Gateway.Storage;

namespace Gateway.Ledger;

internal static class LedgerExtensions
{
    public static IServiceCollection AddLedger(this IServiceCollection services, DatabaseOptions database, LedgerConfig config) => services
        .AddSingleton(config)
        .AddSingleton(s => ActivatorUtilities.CreateInstance<LedgerDatabase>(s, database.ForLedger))
        .AddSingleton<UsageJournal>()
        .AddSingleton<UsageStore>()
        .AddSingleton<IUsageQueries, UsageQueries>()
        .AddSingleton<SpentReader>()
        .AddHostedService<RecordRetention>();
}
