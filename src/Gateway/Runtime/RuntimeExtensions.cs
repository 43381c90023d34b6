using Gateway.Backends;
using Gateway.Configuration.Loading;
using Gateway.Providers;

namespace Gateway.Runtime;

internal static class RuntimeExtensions
{
    // The one source of randomness shared by threads. Banned elsewhere because it cannot be injected; here it is injected.
#pragma warning disable RS0030
    private static readonly Random SharedRandom = Random.Shared;
#pragma warning restore RS0030

    public static IServiceCollection AddRuntime(this IServiceCollection services, ConfigSource source) => services
        .AddSingleton(source.Location)
        .AddSingleton(new ConfigStore(source.Config, source.Text))
        .AddSingleton<BackendClients>()
        .AddSingleton<BackendNews>()
        .AddSingleton<BackendFactory>()
        .AddSingleton(BuiltInKnowledge.Read())
        .AddSingleton<ModelStates>()
        .AddSingleton<LearnedUsage>()
        .AddSingleton<SessionMemory>()
        .AddSingleton<SnapshotStore>()
        .AddSingleton<SnapshotRefresh>()
        .AddSingleton<Lessons>()
        .AddSingleton<BackendProbe>()
        .AddSingleton<ProbeNews>()
        .AddSingleton<BackendProber>()
        .AddSingleton<DrainSignal>()
        .AddSingleton<LoadingWatch>()
        .AddSingleton<OverloadSignal>()
        .AddSingleton<BusySignal>()
        .AddSingleton(SharedRandom)
        .AddHostedService<FormerPlaces>()
        .AddSingleton<ConfigWatcher>()
        .AddHostedService(s => s.GetRequiredService<ConfigWatcher>())
        .AddHostedService(s => s.GetRequiredService<BackendProber>());
}
