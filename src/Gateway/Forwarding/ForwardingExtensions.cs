using Gateway.Resilience;

namespace Gateway.Forwarding;

internal static class ForwardingExtensions
{
    public static IServiceCollection AddForwarding(this IServiceCollection services) => services
        .AddHttpForwarder()
        .AddSingleton<Guards<AttemptOutcome>>()
        .AddSingleton<WarmUps>()
        .AddSingleton<ChatForwarder>();
}
