using Gateway.Configuration;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Store;
using Gateway.Storage;

namespace Gateway.Ledger;

internal static class LedgerExtensions
{
    public static IServiceCollection AddLedger(
        this IServiceCollection services, JournalOptions journal, DatabaseOptions database, LedgerConfig config) => services
        .AddSingleton(config)
        .AddSingleton(journal)
        .AddSingleton(s => ActivatorUtilities.CreateInstance<LedgerDatabase>(s, database.ForLedger))
        .AddSingleton<UsageJournal>()
        .AddSingleton<UsageStore>()
        .AddSingleton<IUsageQueries, UsageQueries>()
        .AddSingleton<SpentReader>()
        .AddSingleton(static s => new UsageWriter(
            s.GetRequiredService<UsageJournal>(), s.GetRequiredService<UsageStore>().WriteAsync, s.GetRequiredService<ILogger<UsageWriter>>()))
        .AddHostedService(static s => s.GetRequiredService<UsageWriter>())
        .AddHostedService<RecordRetention>();
}
