using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Admission;

internal static class AdmissionExtensions
{
    /// <param name="services">Where they are registered.</param>
    /// <param name="quotas">Where the counters are.</param>
    /// <param name="storage">Where the ledger is.</param>
    public static IServiceCollection AddAdmission(this IServiceCollection services, QuotasConfig quotas, StorageProvider storage)
    {
        // By a ledger that not all who count have a part in, the shares of the others would be taken for a mistake.
        var hasLedger = storage != StorageProvider.None && (quotas.Redis is null || storage == StorageProvider.PostgreSql);
        if (hasLedger)
        {
            services.AddSingleton<LedgerBalance>();
            services.AddSingleton<QuotaOpening>();
            services.AddSingleton<LedgerReconciler>();
            services.AddHostedService(static s => s.GetRequiredService<LedgerReconciler>());
        }

        return services.AddCounting(quotas, hasLedger);
    }

    private static IServiceCollection AddCounting(this IServiceCollection services, QuotasConfig quotas, bool hasLedger) => services
        .AddQuotaStore(quotas.Redis, hasLedger)
        .AddSingleton<LiveRequests>()
        .AddSingleton<BudgetWebhook>()
        .AddSingleton<BudgetAlerts>()
        .AddSingleton<QuotaEstimator>()
        .AddSingleton<QuotaGate>()
        .AddSingleton<QuotaForecast>()
        .AddSingleton<UsageRecorder>()
        .AddSingleton<CaptureRecorder>()
        .AddHostedService<QuotaKeeper>()
        .AddHostedService<QuotaGauges>();
}
