using System.Text.Json;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;

namespace Gateway.Endpoints;

/// <summary>Step 4 of the path: from the name in <c>model</c> to its route.</summary>
internal static class RequestedRoute
{
    public static Route? Find(GatewayRequest request, GatewaySnapshot snapshot, out ApiError? error)
    {
        var name = request.Head.Model;
        return Find(request.Body!.Span.Slice(name.Start, name.Length), snapshot, out error);
    }

    /// <param name="quoted">The name as it stands in the body.</param>
    /// <param name="snapshot">The present routes.</param>
    /// <param name="error">Why there is none.</param>
    public static Route? Find(ReadOnlySpan<byte> quoted, GatewaySnapshot snapshot, out ApiError? error)
    {
        // The head reader bounds the name's length, so this is a few hundred bytes at most.
        Span<char> buffer = stackalloc char[quoted.Length];
        var json = new Utf8JsonReader(quoted);
        json.Read();
        var name = buffer[..json.CopyString(buffer)];
        return Find(name, snapshot, out error);
    }

    public static Route? Find(ReadOnlySpan<char> name, GatewaySnapshot snapshot, out ApiError? error)
    {
        if (name.IndexOfAnyInRange('\0', '\x1f') >= 0)
        {
            // It would be repeated in errors and in the log, where such characters do harm.
            error = ApiErrors.InvalidValue("model", "holds control characters.");
            return null;
        }

        error = null;
        var route = snapshot.Routes.Match(name);
        if (route is { Candidates.IsEmpty: false })
        {
            return route;
        }

        error = route is not null || snapshot.Backends.Count == 0
            ? ApiErrors.NoBackend(snapshot.WhatIsMissing)
            : ApiErrors.ModelNotFound(name.ToString(), snapshot.Routes.Nearest(name.ToString()));
        return null;
    }
}
