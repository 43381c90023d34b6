namespace Gateway.Http;

/// <summary>
/// Refuses requests to the admin listener that come from a page the operator did not open there. A caller only has to be on this machine,
/// but a browser on this machine also shows pages from anywhere.
/// </summary>
internal static class AdminOrigin
{
    /// <returns>The reason for refusal; null when the request is allowed.</returns>
    public static string? WhyRefused(HttpRequest request)
    {
        // After DNS rebinding, a page still sends its own name in the Host header.
        if (!OwnHosts.IsThisMachine(OwnHosts.Of(request).Host))
        {
            return "Its Host header is not an address of this machine.";
        }

        // Other ports of this machine count as other origins: a page on localhost:3000 is not the admin page.
        // So preflights are never answered.
        if (request.Headers.Origin is { Count: > 0 } origin
            && !origin.ToString().Equals($"http://{OwnHosts.Of(request).Value}", StringComparison.OrdinalIgnoreCase))
        {
            return "It is a page's of another origin.";
        }

        // Requests whose response a page cannot read carry no Origin. Following a link to here is the user's own doing.
        var headers = request.Headers;
        return headers["Sec-Fetch-Site"] is { Count: > 0 } site
            && site.ToString() is not ("same-origin" or "none")
            && headers["Sec-Fetch-Mode"] != "navigate"
                ? "It is a page's of another site."
                : null;
    }
}
