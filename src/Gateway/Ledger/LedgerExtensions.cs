using Gateway.Ledger.Journal;
using Gateway.Ledger.Store;

namespace Gateway.Ledger;

internal static class LedgerExtensions
{
    public static IServiceCollection AddLedger(this IServiceCollection services) => services
        .AddSingleton<UsageJournal>()
        .AddSingleton<UsageStore>();
}
