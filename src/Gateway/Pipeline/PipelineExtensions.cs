using Gateway.Budgets;
using Gateway.Configuration;
using Gateway.Pipeline.Recording;
using Gateway.Pipeline.Reserving;

namespace Gateway.Pipeline;

internal static class PipelineExtensions
{
    /// <param name="services">The services to add to.</param>
    /// <param name="quotas">The configuration of the counters.</param>
    /// <param name="storage">The storage of the ledger.</param>
    public static IServiceCollection AddAccounting(this IServiceCollection services, QuotasConfig quotas, StorageProvider storage)
    {
        // If the ledger is not shared by all who count together, the usage of the others would look like an error.
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
