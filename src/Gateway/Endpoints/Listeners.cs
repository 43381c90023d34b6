using System.Net;
using Gateway.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Endpoints;

/// <summary>
/// The two addresses of the gateway. A connection to the admin's carries a mark from the moment it is accepted, so nothing that a
/// client writes, and no port that is the same on another address, can take one for the other.
/// </summary>
internal static class Listeners
{
    // In this order: whoever looks for the address of the API takes the first.
    public static void ListenOn(this KestrelServerOptions kestrel, ListenConfig listen)
    {
        Listen(kestrel, listen.Data, static _ => { });
        Listen(kestrel, listen.Admin, static options => options.Use(next => connection =>
        {
            connection.Features.Set(AdminConnection.Mark);
            return next(connection);
        }));
    }

    /// <summary>Whether a request came in by the admin's address.</summary>
    public static bool IsAdmin(HttpContext context) => context.Features.Get<AdminConnection>() is not null;

    /// <summary>Whether a path is of what is served at the admin's address alone.</summary>
    public static bool IsAdminPath(PathString path) =>
        path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);

    // As the host reads addresses: a name is one of this machine's, and means all its interfaces.
    private static void Listen(KestrelServerOptions kestrel, string address, Action<ListenOptions> configure)
    {
        var uri = new Uri(address);
        if (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.ListenLocalhost(uri.Port, configure);
        }
        else if (IPAddress.TryParse(uri.Host, out var ip))
        {
            kestrel.Listen(ip, uri.Port, configure);
        }
        else
        {
            kestrel.ListenAnyIP(uri.Port, configure);
        }
    }
}
