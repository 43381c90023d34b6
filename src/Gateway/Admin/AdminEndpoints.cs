using Gateway.Endpoints;
using Gateway.Health;
using Gateway.Runtime;

namespace Gateway.Admin;

/// <summary>The admin API. That it answers on its own listener alone is the <see cref="ListenerMiddleware"/>'s doing.</summary>
internal static class AdminEndpoints
{
    private static readonly string[] Read = ["GET", "HEAD"];

    public static void MapAdmin(this WebApplication app)
    {
        var services = app.Services;
        var backends = new BackendsEndpoint(
            services.GetRequiredService<SnapshotStore>(), services.GetRequiredService<BackendHealth>(), services.GetRequiredService<TimeProvider>());
        app.MapMethods("/admin/v1/backends", Read, (RequestDelegate)backends.ListAsync);
        app.MapMethods("/admin/v1/backends/{name}", Read, (RequestDelegate)backends.GetAsync);
    }
}
