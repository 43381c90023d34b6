namespace Gateway.Health;

internal static class HealthExtensions
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<IProcessMemory, ProcessMemory>()
        .AddHostedService<MemoryWatch>()
        .AddSingleton<IProcessorTime, ProcessorTime>()
        .AddHostedService<ProcessorWatch>()
        .AddSingleton<BackendHealth>()
        .AddHostedService<HealthGauges>()
        .AddHostedService<LedgerGauges>()
        .AddHostedService<PriceGauges>()
        .AddHostedService<DrainService>();
}
