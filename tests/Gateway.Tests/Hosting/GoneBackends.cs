using System.Net;
using System.Net.Sockets;
using Gateway.Simulator;

namespace Gateway.Tests.Hosting;

/// <summary>Ends simulated backends whose address must refuse connections from then on.</summary>
internal static class GoneBackends
{
    /// <summary>
    /// Ends a backend and keeps its port, on which nobody listens: the system would give it to the next server of any test, and that would
    /// answer.
    /// </summary>
    public static async Task<IDisposable> GoAwayAsync(this SimulatedBackend backend)
    {
        var port = backend.Url.Port;
        await backend.DisposeAsync();
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Connections that just ended hold the port for a while.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
