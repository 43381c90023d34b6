using Gateway.Authentication;
using Gateway.Pipeline.Recording;
using Gateway.Runtime;

namespace Gateway.Health;

/// <summary>Answers load balancers and supervisors. Needs no key and reveals nothing but the answer.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<DrainSignal>();
        var overload = app.Services.GetRequiredService<OverloadSignal>();
        var snapshots = app.Services.GetRequiredService<SnapshotStore>();
        var usage = app.Services.GetRequiredService<UsageRecorder>();
        var keys = app.Services.GetRequiredService<StoredAccessWatch>();
        // Alive: the process answers. Stays 200 to the end, so that nobody kills a gateway that is finishing its streams.
        app.MapGet("/healthz", static context => context.Response.WriteAsync("ok"));
        // Ready: send me work. A backend that is down does not count: each replica would see the same, and none would be left.
        app.MapGet("/readyz", context =>
        {
            var snapshot = snapshots.Current;
            var state = drain.IsDraining ? "draining"
                : overload.IsOverloaded ? "overloaded"
                // Without any key it could serve nobody. With the keys last read it goes on serving, and only reports it.
                : !snapshot.Keys.Stored.IsRead && snapshot.Config.Keys.Count == 0 ? "keys not read"
                // Every request would be refused with 'ledger_unavailable'.
                : !usage.IsAccepting ? "the ledger takes no records"
                : keys.Problem is not null ? "ready; the database of keys is away"
                : "ready";
            context.Response.StatusCode = state.StartsWith("ready", StringComparison.Ordinal)
                ? StatusCodes.Status200OK
                : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(state);
        });
    }
}
