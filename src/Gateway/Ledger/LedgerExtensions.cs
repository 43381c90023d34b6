using Gateway.Ledger.Journal;
using Gateway.Ledger.Store;

namespace Gateway.Ledger;

internal static class LedgerExtensions
{
    public static IServiceCollection AddLedger(this IServiceCollection services, JournalOptions options) => services
        .AddSingleton(options)
        .AddSingleton<UsageJournal>()
        .AddSingleton<UsageStore>()
        .AddSingleton(static s => new UsageWriter(
            s.GetRequiredService<UsageJournal>(), s.GetRequiredService<UsageStore>().WriteAsync, s.GetRequiredService<ILogger<UsageWriter>>()))
        .AddHostedService(static s => s.GetRequiredService<UsageWriter>());
}
