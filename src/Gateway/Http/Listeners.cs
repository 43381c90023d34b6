using System.Net;
using Gateway.Configuration;
using Gateway.Http.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Http;

/// <summary>
/// Opens the gateway's two addresses. A connection to the admin address is marked when it is accepted, so that nothing a client sends, and
/// no equal port on another address, can pass for it.
/// </summary>
internal static partial class Listeners
{
    // The order matters: code that looks for the API's address takes the first.
    public static void ListenOn(this KestrelServerOptions kestrel, ListenConfig listen, LimitsConfig limits)
    {
        var gate = GateOf(kestrel.ApplicationServices, limits.ConcurrentConnections);
        Listen(kestrel, listen.Data, options => options.Use(next => connection => gate.RunAsync(connection, next, isAdmin: false)));
        Listen(kestrel, listen.Admin, options => options.Use(next => connection =>
        {
            connection.Features.Set(AdminConnection.Mark);
            return gate.RunAsync(connection, next, isAdmin: true);
        }));
    }

    /// <summary>True when a request came in on the admin address.</summary>
    public static bool IsAdmin(HttpContext context) => context.Features.Get<AdminConnection>() is not null;

    /// <summary>True when a path is served on the admin address only.</summary>
    public static bool IsAdminPath(PathString path) =>
        path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase);

    private static ConnectionGate GateOf(IServiceProvider services, int wanted)
    {
        var logger = services.GetRequiredService<ILogger<ConnectionGate>>();
        var files = OpenFiles.Limit();
        var limit = OpenFiles.ConnectionsFor(wanted, files);
        if (limit < wanted)
        {
            Log.FewerThanWanted(logger, files, limit, wanted);
        }

        return new ConnectionGate(limit, services.GetRequiredService<TimeProvider>(), logger);
    }

    // Follows the host's own rules for addresses: a host name counts as this machine's and means all its interfaces.
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

    private static partial class Log
    {
        [LoggerMessage(
            1052, LogLevel.Information,
            "The process may open {Files} files, so it takes {Limit} connections at a time and not {Wanted}. To take more, raise that "
            + "limit (ulimit -n, LimitNOFILE=).")]
        public static partial void FewerThanWanted(ILogger logger, long? files, int limit, int wanted);
    }
}
