using Gateway.Configuration;
using Gateway.Ledger.Captures;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;

namespace Gateway.Ledger;

internal static class LedgerExtensions
{
    public static IServiceCollection AddLedger(
        this IServiceCollection services, JournalOptions journal, DatabaseOptions database, LedgerConfig config) => services
        .AddUsageQueries(database)
        .AddSingleton(config)
        .AddSingleton(journal)
        .AddSingleton<UsageJournal>()
        .AddSingleton<UsageStore>()
        .AddSingleton<SpentReader>()
        .AddSingleton(WriterOptions.For(isShared: database.Provider == StorageProvider.PostgreSql))
        .AddSingleton(static s => new UsageWriter(
            s.GetRequiredService<UsageJournal>(), s.GetRequiredService<UsageStore>().WriteAsync,
            s.GetRequiredService<ILogger<UsageWriter>>(), s.GetRequiredService<WriterOptions>()))
        .AddHostedService(static s => s.GetRequiredService<UsageWriter>())
        .AddSingleton<IUsageQueries>(
            static s => new CurrentQueries(ActivatorUtilities.CreateInstance<UsageQueries>(s), s.GetRequiredService<UsageWriter>()))
        .AddSingleton<CaptureQueue>()
        .AddSingleton(static s => new CaptureWriter(
            s.GetRequiredService<CaptureQueue>(), s.GetRequiredService<CaptureStore>().WriteAsync,
            s.GetRequiredService<ILogger<CaptureWriter>>()))
        .AddHostedService(static s => s.GetRequiredService<CaptureWriter>())
        .AddHostedService<RecordRetention>();

    /// <summary>Adds the queries on the ledger, for code that does not write it.</summary>
    public static IServiceCollection AddUsageQueries(this IServiceCollection services, DatabaseOptions database) => services
        .AddSingleton(s => ActivatorUtilities.CreateInstance<LedgerDatabase>(s, database.ForLedger))
        .AddSingleton<CaptureStore>()
        .AddSingleton<IUsageQueries, UsageQueries>();
}
