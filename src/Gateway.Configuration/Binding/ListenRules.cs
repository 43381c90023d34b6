using System.Net;

namespace Gateway.Configuration.Binding;

/// <summary>Checks who may reach which listener.</summary>
internal sealed class ListenRules(GatewayConfig config, YamlBinder binder)
{
    public void Check()
    {
        var (data, admin) = (config.Listen.Data, config.Listen.Admin);
        if (config.Keys.Count == 0
            && (config.Storage is null or { Provider: StorageProvider.None })
            && !config.Anonymous
            && IsBeyondLoopback(data))
        {
            binder.Blame("listen.data",
                $"{data} is beyond this machine, and there are no keys. Add a key ('gateway keys new') or 'storage', listen on "
                + $"127.0.0.1, or say 'anonymous: true' to serve everyone.");
        }

        if (IsBeyondLoopback(admin))
        {
            binder.Blame("listen.admin",
                $"{admin} is beyond this machine. The admin API speaks plain HTTP and its keys open everything, so it listens on this "
                + $"machine only: 127.0.0.1, [::1] or localhost. From elsewhere, use a tunnel (ssh -L).");
        }

        foreach (var (key, address) in new[] { ("listen.data", data), ("listen.admin", admin) })
        {
            // A name stands for two addresses, which could not get the same port.
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri)
                && uri.Port == 0
                && !IPAddress.TryParse(uri.Host.Trim('[', ']'), out _))
            {
                binder.Blame(
                    key, $"{address} takes any free port, which needs an address in digits: write http://127.0.0.1:0, or name a port.");
            }
        }

        // Whatever the hosts: a listener on all interfaces would take the other's port too.
        if (PortOf(admin) is > 0 and var port && port == PortOf(data))
        {
            binder.Blame("listen.admin", $"has the port of listen.data, {port}. Each needs its own.");
        }
    }

    private static int PortOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Port : 0;

    private static bool IsBeyondLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && !uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        && !(IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
