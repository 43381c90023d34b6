using Gateway.Resilience;
using Gateway.Resilience.Hedging;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

internal static class ForwardingExtensions
{
    public static IServiceCollection AddForwarding(this IServiceCollection services) => services
        .AddHttpForwarder()
        .AddSingleton<Guards<AttemptOutcome>>()
        .AddHostedService<LineBounds>()
        .AddSingleton<HedgeTimes>()
        .AddSingleton<WarmUps>()
        .AddSingleton<PromptCounter>()
        .AddSingleton<AttemptTelemetry>()
        .AddSingleton<HoldBudget>()
        .AddSingleton<AttemptServices>()
        .AddSingleton<Forwarder>();
}
