namespace Gateway.Authentication.Management;

internal static class ManagementExtensions
{
    public static IServiceCollection AddManagement(this IServiceCollection services) => services
        .AddSingleton<KeyService>()
        .AddSingleton<TeamService>()
        .AddSingleton<PolicyService>()
        .AddSingleton<AuditLog>();
}
