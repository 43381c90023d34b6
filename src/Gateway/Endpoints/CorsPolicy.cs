using Gateway.Configuration;

namespace Gateway.Endpoints;

/// <summary>Says which pages may call the gateway from a browser.</summary>
internal static class CorsPolicy
{
    // Desktop apps and browser extensions send these, and no web page can.
    private static readonly string[] AppSchemes =
        ["chrome-extension://", "moz-extension://", "safari-web-extension://", "vscode-webview://", "file://", "app://", "tauri://", "capacitor://"];

    /// <param name="config">The present configuration.</param>
    /// <param name="origin">The Origin header.</param>
    public static bool Allows(GatewayConfig config, string origin) =>
        // With keys a page proves itself as any client does, and there is no cookie that it could ride on.
        config.Keys.Count > 0
        || config.Anonymous
        || config.Cors.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || IsLocal(origin);

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

        return Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback;
    }
}
