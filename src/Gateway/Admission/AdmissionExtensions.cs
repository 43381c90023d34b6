using Gateway.Quotas;
using Gateway.Quotas.InMemory;

namespace Gateway.Admission;

internal static class AdmissionExtensions
{
    public static IServiceCollection AddAdmission(this IServiceCollection services) => services
        .AddSingleton<IQuotaStore, InMemoryQuotaStore>()
        .AddSingleton<LiveRequests>()
        .AddSingleton<BudgetWebhook>()
        .AddSingleton<BudgetAlerts>()
        .AddSingleton<QuotaEstimator>()
        .AddSingleton<QuotaGate>()
        .AddHostedService<QuotaKeeper>();
}
