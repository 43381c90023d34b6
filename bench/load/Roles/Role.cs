using System.Globalization;
using System.Net;

namespace Gateway.Load.Roles;

/// <summary>The code that the child roles share.</summary>
internal static class Role
{
    public static int Port(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    public static WebApplicationBuilder Builder(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        return builder;
    }

    public static async Task<int> RunAsync(WebApplication app)
    {
        // The parent holds the other end of standard input. When the parent ends, even by SIGKILL, the child ends too.
        _ = Task.Run(async () =>
        {
            await Console.OpenStandardInput().CopyToAsync(Stream.Null);
            Environment.Exit(0);
        });
        await app.RunAsync();
        return 0;
    }
}
