using Gateway.Runtime;
using Gateway.Wire.Bytes;

namespace Gateway.Http;

/// <summary>Decides which pages may call the gateway from a browser.</summary>
internal static class CorsPolicy
{
    // Desktop apps and browser extensions send these schemes; no web page can.
    private static readonly string[] AppSchemes =
        ["chrome-extension://", "moz-extension://", "safari-web-extension://", "vscode-webview://", "file://", "app://", "tauri://",
        "capacitor://"];

    /// <param name="snapshot">The configuration in force.</param>
    /// <param name="origin">The Origin header.</param>
    public static bool Allows(GatewaySnapshot snapshot, string origin) =>
        // When keys are required, a page proves itself like any client, and there is no cookie to ride on.
        HeaderText.IsPlain(origin)
        && (!snapshot.Keys.IsEmpty
        || snapshot.Config.Cors.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || IsLocal(origin));

    /// <summary>
    /// True when a request names a host it may use. After DNS rebinding a page reads from "its own" origin, so the browser sends no Origin,
    /// and only the Host header reveals the page. When keys are required, rebinding gains nothing.
    /// </summary>
    public static bool AllowsHost(GatewaySnapshot snapshot, HttpRequest request)
    {
        // HTTP/1.0 allows a missing Host, and no browser speaks HTTP/1.0.
        if (!snapshot.Keys.IsEmpty || (request.Headers.Host.Count == 0 && HttpProtocol.IsHttp10(request.Protocol)))
        {
            return true;
        }

        var (config, host) = (snapshot.Config, OwnHosts.Of(request).Host);
        return (config.Anonymous ? OwnHosts.IsNobodyElses(host) : OwnHosts.IsThisMachineOrItsContainers(host))
            || OwnHosts.IsHostOf(config.Listen.Data, host)
            || config.Cors.Origins.Any(o => OwnHosts.IsHostOf(o, host));
    }

    // Without keys, being on this machine is all the proof there is. An internet page in a local browser must not borrow it.
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
