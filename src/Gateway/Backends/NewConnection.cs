using System.Net.Sockets;

namespace Gateway.Backends;

/// <summary>Opens connections, and marks the request that needed a new one.</summary>
internal static class NewConnection
{
    private static readonly HttpRequestOptionsKey<bool> Mark = new("gateway.new-connection");

    public static bool WasOpenedFor(HttpRequestMessage request) => request.Options.TryGetValue(Mark, out var isNew) && isNew;

    /// <summary>Connects as the handler would by default.</summary>
    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.Set(Mark, true);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
