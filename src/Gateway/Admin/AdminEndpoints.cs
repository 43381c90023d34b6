using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Admin;

/// <summary>Maps the admin API. <see cref="ListenerMiddleware"/> keeps it on its own listener.</summary>
internal static class AdminEndpoints
{
    public static IServiceCollection AddAdmin(this IServiceCollection services) => services.AddSingleton<AdminLockout>();

    /// <summary>Runs after routing: the route is guarded, however its path was written.</summary>
    public static void UseAdminGate(this WebApplication app) => app.UseMiddleware<AdminGate>();

    public static void MapAdmin(this WebApplication app)
    {
        foreach (var route in AdminTable.Of(app.Services))
        {
            // Every call has passed the gate: without the gate this fails rather than opens.
            app.MapMethods(
                route.Path, route.Methods, (RequestDelegate)(context => route.Handle(context.Features.GetRequiredFeature<AdminCall>())))
                    .WithMetadata(route);
        }
    }
}
