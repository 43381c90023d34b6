using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Hosting;

/// <summary>
/// Ports for programs that cannot choose one themselves. They lie below those that the system gives away by itself, so that no connection
/// takes one in the seconds before its program does.
/// </summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private const int Count = 20_000;
    private static int s_last = Random.Shared.Next(Count);

    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_last) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
