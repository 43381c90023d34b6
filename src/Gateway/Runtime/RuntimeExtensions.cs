using Gateway.Backends;
using Gateway.Configuration;

namespace Gateway.Runtime;

internal static class RuntimeExtensions
{
    public static IServiceCollection AddRuntime(this IServiceCollection services, GatewayConfig config, ConfigLocation location) => services
        .AddSingleton(location)
        .AddSingleton(new ConfigStore(config))
        .AddSingleton<BackendClients>()
        .AddSingleton<BackendFactory>()
        .AddSingleton<SnapshotStore>()
        .AddSingleton<DrainSignal>()
        .AddHostedService<ConfigWatcher>()
        .AddHostedService<BackendProber>();
}
