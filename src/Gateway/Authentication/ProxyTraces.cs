namespace Gateway.Authentication;

/// <summary>
/// The headers by which proxies, load balancers and CDNs identify themselves or the caller. A proxy on this machine makes every caller look
/// local, and these give it away. No client sends them of its own accord.
/// </summary>
internal static class ProxyTraces
{
    private static readonly string[] Names =
    [
        "Forwarded", "Forwarded-For", "Via", "Client-IP", "True-Client-IP", "Remote-Addr", "Front-End-Https",
        "X-Client-IP", "X-ClientIP", "X-Cluster-Client-IP", "X-Remote-IP", "X-Remote-Addr", "X-Originating-IP", "X-Coming-From", "X-Via",
        "X-Varnish",
        "X-Scheme", "X-Url-Scheme", "X-Forwarded", "X-ProxyUser-IP", "X-Nginx-Proxy", "X-Request-Start",
        "X-Amz-Cf-Id", "X-Appengine-User-IP", "X-Sucuri-ClientIP", "Incap-Client-IP", "Ali-CDN-Real-IP", "Cdn-Src-Ip", "Cdn-Loop",
        "Fly-Client-IP", "DO-Connecting-IP",
    ];

    // Each followed by anything: For, Host, Proto, Port, Prefix, Server, By, External-Address ...
    private static readonly string[] Beginnings =
        ["X-Forwarded-", "X-Real-", "X-Original-", "X-Envoy-", "CF-", "Fastly-", "Akamai-", "X-Akamai-", "X-Azure-", "X-ARR-", "X-Vercel-",
        "X-Traefik-", "Tailscale-"];

    /// <summary>True when a request came through a proxy.</summary>
    public static bool AreIn(IHeaderDictionary headers)
    {
        foreach (var (name, _) in headers)
        {
            if (Names.Contains(name, StringComparer.OrdinalIgnoreCase)
                || Array.Exists(Beginnings, b => name.StartsWith(b, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
