using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Quotas.InMemory;
using Gateway.Quotas.Redis;
using Gateway.Telemetry;

namespace Gateway.Budgets;

internal static class QuotaStoreExtensions
{
    /// <summary>Registers the counters: in Redis where one is configured, else in this process.</summary>
    /// <param name="services">The services to add to.</param>
    /// <param name="redis">The Redis, if there is one.</param>
    /// <param name="hasLedger">True when a ledger can restore lost counters.</param>
    public static IServiceCollection AddQuotaStore(this IServiceCollection services, RedisConfig? redis, bool hasLedger) => redis is null
        ? services.AddSingleton<IQuotaStore, InMemoryQuotaStore>()
        : services
            .AddSingleton<IRedisMeter, RedisInstruments>()
            .AddSingleton(
                p =>
                    RedisQuotas.Open(
                        redis, p.GetRequiredService<IRedisMeter>(), p.GetRequiredService<TimeProvider>(),
                        p.GetRequiredService<ILoggerFactory>(), hasLedger))
            .AddSingleton<IQuotaStore>(p => p.GetRequiredService<RedisQuotas>().Store)
            .AddHostedService(p => p.GetRequiredService<RedisQuotas>().Keeper);
}
