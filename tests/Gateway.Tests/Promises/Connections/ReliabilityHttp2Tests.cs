using System.Buffers.Binary;
using System.Net.Sockets;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Promises.Connections;

/// <summary>
/// An HTTP/2 connection opens 100 streams and not thousands. The gateway listens for HTTP/1.1 as long as it has no TLS; these tests make it
/// listen for HTTP/2, with its own limits.
/// </summary>
public sealed class ReliabilityHttp2Tests
{
    private const byte Headers = 1;
    private const byte Reset = 3;
    private const byte Settings = 4;
    private const int MaxConcurrentStreams = 3;

    // :method GET, :scheme http, :path /, and :authority a, of the standard's table of headers.
    private static readonly byte[] Request = [0x82, 0x86, 0x84, 0x41, 0x01, (byte)'a'];

    [Fact]
    public async Task Connection_IsGranted100Streams()
    {
        await using var rig = await StartAsync();
        using var client = await ConnectAsync(rig.Gateway.Url);
        var payload = await UntilAsync(client.GetStream(), Settings);
        var settings = Enumerable.Range(0, payload.Length / 6).ToDictionary(
            i => BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(i * 6)),
            i => BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(i * 6 + 2)));
        Assert.Equal(100u, settings[MaxConcurrentStreams]);
    }

    [Fact]
    public async Task Flood_OfStreamsOpenedAndReset_EndsTheConnection()
    {
        // Each request takes its time to notice that its client has gone: what such a flood is after.
        var slow = new SlowRequests();
        await using var rig = await StartAsync(services => services.AddSingleton<IStartupFilter>(slow));
        using var client = await ConnectAsync(rig.Gateway.Url);
        try
        {
            await FloodAsync(client.GetStream());
            await EndAsync(client.GetStream());
            Assert.InRange(slow.Begun, 0, 400);
        }
        finally
        {
            slow.Release();
        }
    }

    private static Task<Rig> StartAsync(Action<IServiceCollection>? more = null) => Rig.StartAsync(services: services =>
    {
        // Before the gateway says where it listens, which is when the defaults are read.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(new ConfigureOptions<KestrelServerOptions>(
            static kestrel => kestrel.ConfigureEndpointDefaults(static listen => listen.Protocols = HttpProtocols.Http2))));
        more?.Invoke(services);
    });

    private static async Task<TcpClient> ConnectAsync(Uri url)
    {
        var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        await client.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await client.GetStream().WriteAsync(Frame(Settings, 0, 0, []));
        return client;
    }

    private static async Task FloodAsync(NetworkStream stream)
    {
        // 0x5: the headers are whole, and so is the request.
        var flood = Enumerable.Range(0, 2000).SelectMany(
            i => (byte[])[.. Frame(Headers, 0x5, 2 * i + 1, Request), .. Frame(Reset, 0, 2 * i + 1, [0, 0, 0, 8])]).ToArray();
        try
        {
            await stream.WriteAsync(flood);
        }
        catch (IOException)
        {
            // What the test waits for.
        }
    }

    private static async Task EndAsync(NetworkStream stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            while (await stream.ReadAsync(new byte[4096], limit.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }

    private static byte[] Frame(byte type, byte flags, int id, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        frame[2] = (byte)payload.Length;
        (frame[3], frame[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), id);
        payload.CopyTo(frame, 9);
        return frame;
    }

    /// <returns>What the next frame of a type holds.</returns>
    private static async Task<byte[]> UntilAsync(NetworkStream stream, byte type)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var head = new byte[9];
        while (true)
        {
            await stream.ReadExactlyAsync(head, limit.Token);
            var payload = new byte[head[0] << 16 | head[1] << 8 | head[2]];
            await stream.ReadExactlyAsync(payload, limit.Token);
            if (head[3] == type)
            {
                return payload;
            }
        }
    }

    private sealed class SlowRequests : IStartupFilter
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        public int Begun => Volatile.Read(ref _begun);

        public void Release() => _over.SetResult();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => app.Run(_ =>
        {
            Interlocked.Increment(ref _begun);
            return _over.Task;
        });
    }
}
