using System.Net;
using Gateway.Protocol;

namespace Gateway.Authentication;

/// <summary>Says who the caller is, or why it is not served.</summary>
internal static class Authenticator
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <param name="context">The request.</param>
    /// <param name="keys">The configured keys.</param>
    /// <param name="anonymous">Whether the configuration serves everyone when there are no keys.</param>
    /// <param name="caller">The key's holder, when there is no error.</param>
    public static ApiError? Authenticate(HttpContext context, KeyRing keys, bool anonymous, out ApiKey caller)
    {
        caller = ApiKey.Anonymous;
        if (keys.IsEmpty)
        {
            // The listener's address was checked at start; this holds if the last key is taken out while it runs.
            return anonymous || IsOfThisMachine(context) ? null : ApiErrors.LoopbackOnly();
        }

        var presented = PresentedKey.Find(context.Request.Headers, out var placeholder);
        if (presented.IsEmpty)
        {
            return ApiErrors.NoKey(placeholder is null
                ? context.Request.Headers.Authorization.Count > 0 ? "The Authorization header holds no key after 'Bearer '." : "No API key was sent."
                : $"No API key was sent: your client filled its empty key field with '{placeholder}'.");
        }

        if (KeyHash.TryOf(presented, out var hash) && keys.Find(in hash) is { } found)
        {
            caller = found;
            return null;
        }

        return ApiErrors.NoKey(presented.Contains(',')
            ? "The API key is not known here. It holds a comma: your client sends several keys as one; enter one key."
            : "The API key is not known here.");
    }

    /// <summary>A reverse proxy on this machine makes every caller look local; what it adds to a request gives it away.</summary>
    public static bool IsOfThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is var address
        && (address is null || IPAddress.IsLoopback(address))
        && !Array.Exists(ProxyHeaders, context.Request.Headers.ContainsKey);
}
