using Gateway.Protocol;
using Gateway.Runtime;

namespace Gateway.Endpoints;

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
    /// A page whose name was made to mean this machine reads from "its own" origin, and the browser then sends no Origin. What
    /// it does send gives the browser away, and the Host the name.
    /// </summary>
    public static bool AllowsWithoutOrigin(GatewaySnapshot snapshot, HttpRequest request) =>
        !snapshot.Keys.IsEmpty
        || snapshot.Config.Anonymous
        || !request.Headers.ContainsKey("Sec-Fetch-Site")
        || IsLocal($"http://{request.Host.Value}");

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
