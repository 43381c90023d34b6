using Gateway.Resilience;
using Gateway.Resilience.Hedging;
using Gateway.Streaming;

namespace Gateway.Forwarding;

internal static class ForwardingExtensions
{
    public static IServiceCollection AddForwarding(this IServiceCollection services) => services
        .AddHttpForwarder()
        .AddSingleton<Guards<AttemptOutcome>>()
        .AddSingleton<HedgeTimes>()
        .AddSingleton<WarmUps>()
        .AddSingleton<AttemptTelemetry>()
        .AddSingleton<HoldBudget>()
        .AddSingleton<ChatForwarder>();
}
