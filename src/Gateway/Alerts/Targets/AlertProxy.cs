using System.Net;

namespace Gateway.Alerts.Targets;

/// <summary>The proxy that the environment names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), for everything but this machine.</summary>
internal sealed class AlertProxy(IWebProxy environment) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => environment.Credentials;
        set => environment.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => environment.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || environment.IsBypassed(host);
}
