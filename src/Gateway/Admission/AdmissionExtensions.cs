using Gateway.Configuration;
using Gateway.Quotas;

namespace Gateway.Admission;

internal static class AdmissionExtensions
{
    public static IServiceCollection AddAdmission(this IServiceCollection services, QuotasConfig quotas) => services
        .AddQuotaStore(quotas.Redis)
        .AddSingleton<LiveRequests>()
        .AddSingleton<BudgetWebhook>()
        .AddSingleton<BudgetAlerts>()
        .AddSingleton<QuotaEstimator>()
        .AddSingleton<QuotaGate>()
        .AddSingleton<UsageRecorder>()
        .AddHostedService<QuotaKeeper>()
        .AddHostedService<QuotaGauges>();
}
