using System.Text.Json;
using Gateway.Authentication;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Runtime;

namespace Gateway.Endpoints;

/// <summary>Step 4 of the path: from the name in <c>model</c> to its route.</summary>
internal static class RequestedRoute
{
    /// <returns>The route; null when <see cref="GatewayRequest.Error"/> says why there is none.</returns>
    public static Route? Find(GatewayRequest request, GatewaySnapshot snapshot)
    {
        var quoted = request.Body!.Span.Slice(request.Head.Model.Start, request.Head.Model.Length);
        // The head reader bounds the name's length, so this is a few hundred bytes at most.
        Span<char> buffer = stackalloc char[quoted.Length];
        var json = new Utf8JsonReader(quoted);
        json.Read();
        ReadOnlySpan<char> name = buffer[..json.CopyString(buffer)];
        if (name.IndexOfAnyInRange('\0', '\x1f') >= 0)
        {
            // It would be repeated in errors and in the log, where such characters do harm.
            request.Error = ApiErrors.InvalidValue("model", "holds control characters.");
            return null;
        }

        var route = snapshot.RoutesOf(request.Caller).Match(name);
        request.RequestedName = route?.Name ?? name.ToString();
        if (route is { Candidates.IsEmpty: false })
        {
            return route;
        }

        request.Error = WhyNot(request.RequestedName, route, request.Caller, snapshot);
        return null;
    }

    /// <summary>Says why a name leads nowhere for a caller.</summary>
    public static ApiError WhyNot(string name, Route? route, ApiKey caller, GatewaySnapshot snapshot)
    {
        if (caller.LocalOnly && snapshot.Routes.Match(name) is { Candidates.IsEmpty: false })
        {
            return ApiErrors.LocalOnly(name);
        }

        if (route is { Kind: RouteKind.Wish })
        {
            return ApiErrors.NoCapableModel($"No candidate of '{name}' is where it is wanted.");
        }

        return route is not null || snapshot.Backends.Count == 0
            ? ApiErrors.NoBackend(snapshot.WhatIsMissing)
            : ApiErrors.ModelNotFound(name, snapshot.RoutesOf(caller).Nearest(name), snapshot.WhatIsUnusable);
    }
}
