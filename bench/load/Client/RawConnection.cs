using System.Net;
using System.Net.Sockets;

namespace Gateway.Load.Client;

/// <summary>
/// A keep-alive connection that sends ready bytes. It is raw because the client runs on the machine that it measures: an HttpClient would
/// cost about as much as the proxy.
/// </summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;
    private readonly ResponseParser _parser;
    private int _filled;

    private RawConnection(int bufferSize)
    {
        _buffer = new byte[bufferSize];
        _parser = new ResponseParser(Events);
    }

    public SseCounter Events { get; } = new();

    public int Status => _parser.Status;

    public long BodyBytes => _parser.BodyBytes;

    public static async Task<RawConnection> OpenAsync(int port, int bufferSize = 16 * 1024)
    {
        var connection = new RawConnection(bufferSize);
        try
        {
            await connection._socket.ConnectAsync(IPAddress.Loopback, port);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads its whole answer.</summary>
    /// <param name="request">The bytes of the request.</param>
    /// <param name="onEvents">Called after each read with the number of events it brought, if any.</param>
    public async ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, Action<int>? onEvents = null)
    {
        await SendAsync(request);
        while (!_parser.IsComplete)
        {
            var before = Events.Events;
            await ReadAsync();
            if (Events.Events > before)
                onEvents?.Invoke(Events.Events - before);
        }
    }

    /// <summary>Sends a request and reads up to the first event of its stream, or to the end of an answer that is not a stream.</summary>
    public async ValueTask ExchangeFirstEventAsync(ReadOnlyMemory<byte> request)
    {
        await SendAsync(request);
        while (Events.Events == 0 && !_parser.IsComplete)
            await ReadAsync();
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> request)
    {
        _parser.Reset();
        for (var sent = 0; sent < request.Length;)
            sent += await _socket.SendAsync(request[sent..]);
    }

    private async ValueTask ReadAsync()
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
        if (read == 0)
            throw new EndOfStreamException(_filled == _buffer.Length ? "The head is too long." : "The answer was cut short.");

        _filled += read;
        var used = _parser.Consume(_buffer.AsSpan(0, _filled));
        _filled -= used;
        if (_filled > 0)
            _buffer.AsSpan(used, _filled).CopyTo(_buffer);
    }
}
