using Gateway.Protocol;
using Gateway.Runtime;

namespace Gateway.Http;

/// <summary>Says which pages may call the gateway from a browser.</summary>
internal static class CorsPolicy
{
    // Desktop apps and browser extensions send these, and no web page can.
    private static readonly string[] AppSchemes =
        ["chrome-extension://", "moz-extension://", "safari-web-extension://", "vscode-webview://", "file://", "app://", "tauri://", "capacitor://"];

    /// <param name="snapshot">What is in force.</param>
    /// <param name="origin">The Origin header.</param>
    public static bool Allows(GatewaySnapshot snapshot, string origin) =>
        // With keys a page proves itself as any client does, and there is no cookie that it could ride on.
        HeaderText.IsPlain(origin)
        && (!snapshot.Keys.IsEmpty
        || snapshot.Config.Cors.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || IsLocal(origin));

    /// <summary>
    /// Whether a request names a host that it may. A page whose name was made to mean this machine reads from "its own" origin, so that the
    /// browser sends no Origin; what gives it away is the Host. With keys it gains nothing by that.
    /// </summary>
    public static bool AllowsHost(GatewaySnapshot snapshot, HttpRequest request)
    {
        // HTTP/1.0 may leave it out, and no browser speaks that.
        if (!snapshot.Keys.IsEmpty || (request.Headers.Host.Count == 0 && HttpProtocol.IsHttp10(request.Protocol)))
        {
            return true;
        }

        var (config, host) = (snapshot.Config, OwnHosts.Of(request).Host);
        return (config.Anonymous ? OwnHosts.IsNobodyElses(host) : OwnHosts.IsThisMachineOrItsContainers(host))
            || OwnHosts.IsHostOf(config.Listen.Data, host)
            || config.Cors.Origins.Any(o => OwnHosts.IsHostOf(o, host));
    }

    // Without keys, this machine's trust is all there is: a page of the internet, open in a browser here, must not borrow it.
    private static bool IsLocal(string origin)
    {
        foreach (var scheme in AppSchemes)
        {
            if (origin.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && OwnHosts.IsThisMachine(uri.Host);
    }
}
