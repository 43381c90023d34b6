using System.Globalization;
using System.Net;
using Gateway.Wire.Errors;

namespace Gateway.Authentication;

/// <summary>Identifies the caller, or explains why it is not served.</summary>
internal static class Authenticator
{
    /// <param name="context">The request.</param>
    /// <param name="keys">All keys.</param>
    /// <param name="anonymous">True when the configuration serves everyone while there are no keys.</param>
    /// <param name="caller">The key's holder, when there is no error.</param>
    public static ApiError? Authenticate(HttpContext context, KeyRing keys, bool anonymous, out ApiKey caller)
    {
        caller = ApiKey.Anonymous;
        if (keys.IsEmpty)
        {
            // The listener's address was checked at start; this covers the last key being removed while it runs.
            return anonymous || IsOfThisMachine(context) ? null : ApiErrors.LoopbackOnly();
        }

        if (Identify(context, keys, out var found) is { } error)
        {
            return error;
        }

        if (found!.IsOnBehalfOf)
        {
            if (FrontEndUser.Find(
                context.Request.Headers, keys.FrontEnds, keys.Time.GetUtcNow(), out var user, out var team) is { } refusal)
            {
                return refusal;
            }

            found = (user ?? team) is null ? found : found with { Owner = user ?? found.Owner, Team = team ?? found.Team };
        }

        caller = found;
        return null;
    }

    /// <summary>Finds the key and checks that it is in force here and now, without looking at the person behind it.</summary>
    public static ApiError? Identify(HttpContext context, KeyRing keys, out ApiKey? found)
    {
        found = null;
        if (PresentedKey.Repeated(context.Request.Headers) is { } repeated)
        {
            return ApiErrors.TwoKeys(repeated);
        }

        var presented = PresentedKey.Find(context.Request.Headers, out var placeholder);
        if (presented.IsEmpty)
        {
            return ApiErrors.NoKey(WhyNone(context.Request.Headers, placeholder));
        }

        found = keys.Find(presented);
        return found is null ? WhyNotFound(presented, keys) : WhyNotNow(found, context, keys.Time);
    }

    /// <summary>
    /// True when the caller is on this machine. A reverse proxy here makes every caller look local; what it
    /// adds to a request gives it away.
    /// </summary>
    public static bool IsOfThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is var address
        && (address is null || IPAddress.IsLoopback(address))
        && !ProxyTraces.AreIn(context.Request.Headers);

    private static string WhyNone(IHeaderDictionary headers, string? placeholder) => placeholder is not null
        ? $"No API key was sent: your client filled its empty key field with '{placeholder}'."
        : headers.Authorization.Count == 0 ? "No API key was sent."
        : PresentedKey.LacksBlank(headers) ? "The Authorization header has no blank between 'Bearer' and the key."
        : "The Authorization header holds no key after 'Bearer '.";

    private static ApiError WhyNotFound(ReadOnlySpan<char> presented, KeyRing keys)
    {
        if (!keys.Stored.IsRead)
        {
            return ApiErrors.KeysNotRead();
        }

        return ApiErrors.NoKey(presented.Contains(',')
            ? "The API key is not known here. It holds a comma: your client sends several keys as one; enter one key."
            : "The API key is not known here.");
    }

    private static ApiError? WhyNotNow(ApiKey key, HttpContext context, TimeProvider time)
    {
        if (key.Standing != KeyStanding.Good)
        {
            return ApiErrors.KeyNotInForce(key.Standing == KeyStanding.Revoked ? "was revoked" : "is disabled");
        }

        if (key.Expires is { } end && end <= time.GetUtcNow())
        {
            return ApiErrors.KeyNotInForce(
                string.Create(CultureInfo.InvariantCulture, $"expired at {end.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"));
        }

        return key.Networks.IsEmpty || IsWithin(key, context.Connection.RemoteIpAddress)
            ? null
            : ApiErrors.NetworkNotAllowed($"{Plain(context.Connection.RemoteIpAddress)}");
    }

    private static bool IsWithin(ApiKey key, IPAddress? address)
    {
        var plain = Plain(address);
        foreach (var network in key.Networks)
        {
            if (plain is not null && network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    // A listener for IPv4 and IPv6 wraps IPv4 addresses in IPv6 ones.
    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
