using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Load.Roles;

/// <summary>The reference: YARP's forwarder alone, which is the least that a .NET proxy can cost.</summary>
internal static class YarpRole
{
    public static Task<int> RunAsync(int port, int upstreamPort)
    {
        var builder = Role.Builder(port);
        builder.Services.AddHttpForwarder();
        var app = builder.Build();

        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        var upstream = $"http://127.0.0.1:{upstreamPort}";
        // The handler settings that YARP's documentation gives for direct forwarding.
        var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        });
        app.Run(async context => await forwarder.SendAsync(context, upstream, client));
        return Role.RunAsync(app);
    }
}
