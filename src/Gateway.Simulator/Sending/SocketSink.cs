using System.Net.Sockets;
using System.Text;

namespace Gateway.Simulator.Sending;

/// <summary>
/// Writes a response that ends with its connection, which Kestrel never does for HTTP/1.1. It bypasses Kestrel and writes to the socket. So
/// it must begin before Kestrel has sent anything, and Kestrel loses the connection at the end.
/// </summary>
internal sealed class SocketSink(HttpContext http, TimeProvider time) : IByteSink
{
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(5);
    private readonly Socket _socket = ConnectionBreaker.SocketOf(http);

    public async Task OpenAsync(string contentType, CancellationToken cancellationToken)
    {
        var head = new StringBuilder("HTTP/1.1 200 OK\r\nConnection: close\r\n").Append($"Content-Type: {contentType}\r\n");
        foreach (var (name, value) in http.Response.Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }
        await WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
        }
    }

    public async Task CloseAsync()
    {
        _socket.Shutdown(SocketShutdown.Send);
        // Aborting at once could reset the connection before the client has read the end of the body.
        await Task.Delay(s_linger, time, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Abort();
    }
}
