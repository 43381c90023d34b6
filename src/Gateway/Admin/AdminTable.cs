using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Configuration.Loading;
using Gateway.Endpoints.Reports;
using Gateway.Health;
using Gateway.Ledger;
using Gateway.Ledger.Captures;
using Gateway.Quotas.Redis;
using Gateway.Runtime;
using Gateway.Telemetry.Prometheus;

namespace Gateway.Admin;

/// <summary>Every route of the admin API.</summary>
internal static class AdminTable
{
    public static IReadOnlyList<AdminRoute> Of(IServiceProvider services)
    {
        var backends = new BackendsEndpoint(
            services.GetRequiredService<SnapshotStore>(), services.GetRequiredService<BackendHealth>(),
            services.GetRequiredService<TimeProvider>());
        var health = new HealthEndpoint(
            services.GetService<RedisQuotas>(), services.GetRequiredService<StoredAccessWatch>(),
            services.GetRequiredService<UsageWriter>(), services.GetRequiredService<CaptureQueue>());
        List<AdminRoute> routes =
        [
            new(
                "GET", "/admin/v1/backends", AdminAccess.Status, "Tells how each backend is, and which of its models are left alone.",
                call => backends.ListAsync(call.Context)),
            new(
                "GET", "/admin/v1/backends/{name}", AdminAccess.Status, "Tells how one backend is.",
                call => backends.GetAsync(call.Context)),
            new(
                "GET", "/admin/v1/health", AdminAccess.Status,
                "Tells whether the database and Redis can be reached, and whether the ledger is written.",
                call => health.GetAsync(call.Context)),
            .. Stored(services),
        ];
        if (services.GetService<PrometheusScrape>() is { } scrape)
        {
            routes.Add(
                new(
                    "GET", "/metrics", AdminAccess.Machine, "Tells Prometheus what was measured.",
                    call => scrape.HandleAsync(call.Context)));
        }

        routes.Add(
            new(
                "GET", "/admin/v1/openapi.json", AdminAccess.Member, "Describes this API.",
                call => OpenApiDocument.WriteAsync(call.Context, routes)));
        return routes;
    }

    /// <summary>The routes that need only the gateway's database.</summary>
    public static IReadOnlyList<AdminRoute> Stored(IServiceProvider services)
    {
        var access = services.GetRequiredService<StoredAccess>();
        var ledger = services.GetRequiredService<UsageLedger>();
        return
        [
            .. new KeyRoutes(services.GetRequiredService<KeyService>(), access).All(),
            .. Teams(services.GetRequiredService<TeamService>(), access).All(),
            .. Quotas(services.GetRequiredService<PolicyService>(), access).All(),
            .. new AuditRoutes(services.GetRequiredService<AuditLog>()).All(),
            .. new UsageRoutes(ledger, services.GetRequiredService<ConfigStore>(), services.GetRequiredService<TimeProvider>()).All(),
            .. new CaptureRoutes(
                services.GetRequiredService<CaptureStore>(), ledger, services.GetRequiredService<ILogger<CaptureRoutes>>()).All(),
        ];
    }

    private static NamedThings<TeamView> Teams(TeamService teams, StoredAccess access) =>
        new("team", "/admin/v1/teams", AdminAccess.Member, access)
        {
            List = teams.List,
            Create = teams.CreateAsync,
            Change = teams.ChangeAsync,
            Remove = teams.RemoveAsync,
            NameOf = static t => t.Name,
            VersionOf = static t => t.Version,
            Fields = TeamService.FieldNames,
            Type = ReadableJson.Context.TeamView,
            PageType = ReadableJson.Context.PageTeamView,
        };

    private static NamedThings<PolicyView> Quotas(PolicyService policies, StoredAccess access) =>
        new("quota", "/admin/v1/quotas", AdminAccess.Admin, access)
        {
            List = _ => policies.List(),
            Create = policies.CreateAsync,
            Change = policies.ChangeAsync,
            Remove = policies.RemoveAsync,
            NameOf = static p => p.Name,
            VersionOf = static p => p.Version,
            Fields = PolicyService.FieldNames,
            Type = ReadableJson.Context.PolicyView,
            PageType = ReadableJson.Context.PagePolicyView,
        };
}
