using Gateway.Backends;
using Gateway.Configuration;

namespace Gateway.Runtime;

internal static class RuntimeExtensions
{
    public static IServiceCollection AddRuntime(this IServiceCollection services, ConfigSource source) => services
        .AddSingleton(source.Location)
        .AddSingleton(new ConfigStore(source.Config, source.Text))
        .AddSingleton<BackendClients>()
        .AddSingleton<BackendFactory>()
        .AddSingleton(BuiltInKnowledge.Read())
        .AddSingleton<SpeedBook>()
        .AddSingleton<SessionMemory>()
        .AddSingleton<SnapshotStore>()
        .AddSingleton<DrainSignal>()
        .AddHostedService<ConfigWatcher>()
        .AddHostedService<BackendProber>();
}
