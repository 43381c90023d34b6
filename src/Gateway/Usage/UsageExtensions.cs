namespace Gateway.Usage;

internal static class UsageExtensions
{
    public static IServiceCollection AddUsage(this IServiceCollection services) => services.AddSingleton<LearnedUsage>();
}
