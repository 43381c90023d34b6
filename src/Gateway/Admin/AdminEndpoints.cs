using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Admin;

/// <summary>The admin API. That it answers on its own listener alone is the <see cref="ListenerMiddleware"/>'s doing.</summary>
internal static class AdminEndpoints
{
    public static IServiceCollection AddAdmin(this IServiceCollection services) => services.AddSingleton<AdminLockout>();

    /// <summary>Stands behind routing: what is guarded is the route, however its path was written.</summary>
    public static void UseAdminGate(this WebApplication app) => app.UseMiddleware<AdminGate>();

    public static void MapAdmin(this WebApplication app)
    {
        foreach (var route in AdminTable.Of(app.Services))
        {
            // There is no call that did not pass the gate: without it this fails, and does not open.
            app.MapMethods(route.Path, route.Methods, (RequestDelegate)(context => route.Handle(context.Features.GetRequiredFeature<AdminCall>()))).WithMetadata(route);
        }
    }
}
