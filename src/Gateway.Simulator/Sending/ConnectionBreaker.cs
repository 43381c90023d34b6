using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Simulator.Sending;

/// <summary>Reaches under Kestrel to the connection of a request.</summary>
internal static class ConnectionBreaker
{
    public static Socket SocketOf(HttpContext http) =>
        http.Features.Get<IConnectionSocketFeature>()?.Socket
        ?? throw new InvalidOperationException("The connection is not one of the socket transport.");

    /// <summary>Ends the connection with a TCP reset: closing without lingering sends one instead of an orderly end.</summary>
    public static void Reset(HttpContext http)
    {
        var socket = SocketOf(http);
        socket.LingerState = new LingerOption(true, 0);
        socket.Close(0);
        http.Abort();
    }
}
