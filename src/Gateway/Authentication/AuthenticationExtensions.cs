namespace Gateway.Authentication;

internal static class AuthenticationExtensions
{
    public static IServiceCollection AddStoredKeys(this IServiceCollection services, KeyHasher hasher) => services
        .AddSingleton(hasher)
        .AddSingleton<OneTimeNotice>()
        .AddSingleton<StoredAccess>()
        .AddSingleton<FirstAdminKey>()
        .AddSingleton<StoredAccessWatch>()
        .AddHostedService(s => s.GetRequiredService<StoredAccessWatch>());
}
