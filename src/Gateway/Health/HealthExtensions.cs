namespace Gateway.Health;

internal static class HealthExtensions
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<BackendHealth>()
        .AddHostedService<DrainService>();
}
