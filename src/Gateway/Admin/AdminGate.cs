using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Configuration.Binding;
using Gateway.Http;
using Gateway.Ledger.Storage;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>
/// Admits to the admin API only callers named in the route's row. Runs after routing, and refuses everyone on a route without a row: a
/// route somebody forgot to guard is closed, not open.
/// </summary>
internal sealed partial class AdminGate(RequestDelegate next, SnapshotStore store, AdminLockout lockout, ILogger<AdminGate> logger)
{
    // Health needs no key, and unknown routes are answered by whoever knows why.
    public Task InvokeAsync(HttpContext context) =>
        Listeners.IsAdmin(context) && context.GetEndpoint() is RouteEndpoint endpoint && Listeners.IsAdminPath(context.Request.Path)
            ? GuardAsync(context, endpoint)
            : next(context);

    private async Task GuardAsync(HttpContext context, RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<AdminRoute>() is not { } route)
        {
            Log.Unguarded(logger, endpoint.RoutePattern.RawText);
            await ErrorResponse.WriteAsync(context, ApiErrors.NotAllowed("This address is open to nobody."));
            return;
        }

        if (Admit(context, route, out var manager) is { } error)
        {
            await ErrorResponse.WriteAsync(context, error);
            return;
        }

        try
        {
            context.Features.Set(new AdminCall(context, manager));
            await next(context);
        }
        catch (Exception e)
            when (!context.Response.HasStarted
                && !context.RequestAborted.IsCancellationRequested
                && BadBody.In(e) is null
                && DatabaseFault.Is(e))
        {
            Log.DatabaseFailed(logger, route.Method, route.Path, DatabaseFault.Text(e));
            await ErrorResponse.WriteAsync(context, ApiErrors.StorageAway());
        }
    }

    private ApiError? Admit(HttpContext context, AdminRoute route, out Manager? manager)
    {
        manager = null;
        var keys = store.Current.Keys;
        if (route.Access == AdminAccess.Machine || (route.Access == AdminAccess.Status && !keys.HasAdmin))
        {
            // It needs no key, or nobody could have one. The caller was already checked to be on this machine.
            return null;
        }

        var address = $"{context.Connection.RemoteIpAddress}";
        if (lockout.LockedFor(address) is { } wait)
        {
            return ApiErrors.LockedOut((int)Math.Ceiling(wait.TotalSeconds));
        }

        if (keys.IsEmpty)
        {
            // The command named here stores no key: with a database beside the configuration, every caller would need a key from then on.
            return ApiErrors.NoKey(
                "This address needs an admin's key, and this gateway has no keys. 'gateway keys new NAME --role admin --entry' prints one "
                + "with its entry for 'keys' in the configuration file. With the first key there, every caller needs one.");
        }

        if (Authenticator.Identify(context, keys, out var key) is { } error)
        {
            if (error.Status == StatusCodes.Status401Unauthorized && !PresentedKey.Find(context.Request.Headers, out _).IsEmpty)
            {
                lockout.Failed(address);
                Log.WrongKey(logger, address);
            }

            return error;
        }

        var needed = route.Access switch
        {
            AdminAccess.Member => Gateway.Configuration.KeyRole.Member,
            AdminAccess.Lead => Gateway.Configuration.KeyRole.Lead,
            AdminAccess.Machine or AdminAccess.Status or AdminAccess.Admin => Gateway.Configuration.KeyRole.Admin,
        };
        manager = Manager.Of(key!, address);
        return key!.Role >= needed ? null : ApiErrors.RoleNeeded(ScalarParser.Format(needed));
    }

    private static partial class Log
    {
        [LoggerMessage(6100, LogLevel.Error, "The admin route {Route} has no rule of who may use it, and so is refused to everyone.")]
        public static partial void Unguarded(ILogger logger, string? route);

        [LoggerMessage(6101, LogLevel.Warning, "A wrong key was sent to the admin API from {Address}.")]
        public static partial void WrongKey(ILogger logger, string address);

        [LoggerMessage(6102, LogLevel.Error, "{Method} {Route} could not be answered, since the database failed: {Problem}")]
        public static partial void DatabaseFailed(ILogger logger, string method, string route, string problem);
    }
}
