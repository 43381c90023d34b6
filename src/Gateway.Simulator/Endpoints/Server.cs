using System.Net;
using Gateway.Simulator.Backends;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Gateway.Simulator.Endpoints;

/// <summary>Builds the bare server: HTTP/1.1 on the loopback address, with no logs or configuration files.</summary>
internal static class Server
{
    public static WebApplication Build(int port, BackendState state)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            // The gateway decides about slow clients.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        // Without a buffer, a write ends when the socket has the bytes. Otherwise writes would merge, and a reset would overtake what was
        // sent before it.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.MaxWriteBufferSize = 1);
        var server = builder.Build();
        server.Run(new Router(state).HandleAsync);
        return server;
    }
}
