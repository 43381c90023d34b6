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
        .AddSingleton<SnapshotStore>()
        .AddSingleton<SnapshotRefresh>()
        .AddSingleton<BackendProbe>()
        .AddSingleton<ProbeNews>()
        .AddSingleton<BackendProber>()
        .AddSingleton<DrainSignal>()
        .AddHostedService<ConfigWatcher>()
        .AddHostedService(s => s.GetRequiredService<BackendProber>());
}
