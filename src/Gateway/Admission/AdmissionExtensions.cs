using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Admission;

internal static class AdmissionExtensions
{
    /// <param name="services">Where they are registered.</param>
    /// <param name="quotas">Where the counters are.</param>
    /// <param name="hasLedger">Whether there is a ledger that the counters have to agree with.</param>
    public static IServiceCollection AddAdmission(this IServiceCollection services, QuotasConfig quotas, bool hasLedger)
    {
        if (hasLedger)
        {
            services.AddSingleton<LedgerBalance>();
            services.AddSingleton<LedgerReconciler>();
            services.AddHostedService(static s => s.GetRequiredService<LedgerReconciler>());
        }

        // Counters in Redis outlive this process.
        if (hasLedger && quotas.Redis is null)
        {
            services.AddSingleton<QuotaOpening>();
        }

        return services.AddCounting(quotas);
    }

    private static IServiceCollection AddCounting(this IServiceCollection services, QuotasConfig quotas) => services
        .AddQuotaStore(quotas.Redis)
        .AddSingleton<LiveRequests>()
        .AddSingleton<BudgetWebhook>()
        .AddSingleton<BudgetAlerts>()
        .AddSingleton<QuotaEstimator>()
        .AddSingleton<QuotaGate>()
        .AddSingleton<UsageRecorder>()
        .AddSingleton<CaptureRecorder>()
        .AddHostedService<QuotaKeeper>()
        .AddHostedService<QuotaGauges>();
}
