using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Hosting;

/// <summary>A client with a socket of its own, which it closes in the middle of an exchange.</summary>
internal sealed class LeavingClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    /// <summary>Connects and asks for a stream.</summary>
    public static async Task<LeavingClient> AskAsync(Uri gateway, string model)
    {
        var body = $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Say something."}],"stream":true}""";
        var request =
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: {gateway.Authority}\r\nContent-Type: application/json\r\nContent-Length: "
            + $"{body.Length}\r\n\r\n{body}";
        var client = new LeavingClient();
        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, gateway.Port));
        await client._socket.SendAsync(Encoding.ASCII.GetBytes(request));
        return client;
    }

    /// <summary>Reads until the first event of the stream is there.</summary>
    public async Task ReadFirstEventAsync()
    {
        var buffer = new byte[16 * 1024];
        for (var filled = 0; buffer.AsSpan(0, filled).IndexOf("data: {"u8) < 0;)
        {
            var read = await _socket.ReceiveAsync(buffer.AsMemory(filled)).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(read > 0, "The gateway ended the stream.");
            filled += read;
        }
    }

    /// <summary>Closes the connection.</summary>
    /// <returns>The <see cref="Stopwatch"/> timestamp from before it.</returns>
    public long Leave()
    {
        var left = Stopwatch.GetTimestamp();
        _socket.Close();
        return left;
    }

    public void Dispose() => _socket.Dispose();
}
