namespace Gateway.Http;

/// <summary>
/// Says whether a request to the admin's listener may be a page's that the operator did not open there: being on this machine is all
/// that is asked of a caller, and a browser on this machine shows pages of anyone.
/// </summary>
internal static class AdminOrigin
{
    /// <returns>Why it is refused; null: it is not.</returns>
    public static string? WhyRefused(HttpRequest request)
    {
        // A page whose name was made to mean this machine still says its name here.
        if (!OwnHosts.IsThisMachine(OwnHosts.Of(request).Host))
        {
            return "Its Host header is not an address of this machine.";
        }

        // Also of other ports of this machine: a model's page on localhost:3000 is no admin. So no preflight is ever answered.
        if (request.Headers.Origin is { Count: > 0 } origin
            && !origin.ToString().Equals($"http://{OwnHosts.Of(request).Value}", StringComparison.OrdinalIgnoreCase))
        {
            return "It is a page's of another origin.";
        }

        // What a page asks for without wanting to read it has no Origin. Following a link to here is the user's own doing.
        var headers = request.Headers;
        return headers["Sec-Fetch-Site"] is { Count: > 0 } site
            && site.ToString() is not ("same-origin" or "none")
            && headers["Sec-Fetch-Mode"] != "navigate"
                ? "It is a page's of another site."
                : null;
    }
}
