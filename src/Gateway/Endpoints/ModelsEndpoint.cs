using Gateway.Authentication;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;

namespace Gateway.Endpoints;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>: every name that may stand in <c>model</c>.</summary>
internal sealed class ModelsEndpoint(SnapshotStore store, TimeProvider time)
{
    private const int MaxId = 256;

    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds();

    public Task ListAsync(HttpContext context)
    {
        var snapshot = store.Current;
        var (filter, wrong) = ModelFilter.Read(context.Request.Query);
        return (Refuse(context, snapshot) ?? wrong) is { } error
            ? ErrorResponse.WriteAsync(context, error)
            : JsonResponse.WriteAsync(context, json =>
            {
                json.WriteStartObject();
                json.WriteString("object"u8, "list"u8);
                json.WriteStartArray("data"u8);
                var caller = GatewayRequest.Of(context).Caller;
                foreach (var route in snapshot.RoutesOf(caller).Listed.Where(r => caller.Rights.Allow(r) && filter!.Takes(r)))
                {
                    ModelItem.Write(json, route, _created);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
    }

    public Task GetAsync(HttpContext context)
    {
        var snapshot = store.Current;
        if (Refuse(context, snapshot) is { } error)
        {
            return ErrorResponse.WriteAsync(context, error);
        }

        // Ids hold slashes, which some clients escape.
        var id = Uri.UnescapeDataString((string?)context.Request.RouteValues["id"] ?? "");
        if (id.Length > MaxId)
        {
            return ErrorResponse.WriteAsync(context, ApiErrors.InvalidValue("model", $"is longer than {MaxId} characters."));
        }

        var caller = GatewayRequest.Of(context).Caller;
        return snapshot.RoutesOf(caller).Match(id) switch
        {
            null => ErrorResponse.WriteAsync(context, RequestedName.WhyUnknown(id, caller, snapshot)),
            var route when !caller.Rights.Allow(route) => ErrorResponse.WriteAsync(context, RequestedName.WhyUnknown(id, caller, snapshot)),
            { Usable.IsEmpty: true } route => ErrorResponse.WriteAsync(context, RequestedName.WhyEmpty(id, route, caller, snapshot)),
            var route => JsonResponse.WriteAsync(context, json => ModelItem.Write(json, route, _created)),
        };
    }

    private static ApiError? Refuse(HttpContext context, GatewaySnapshot snapshot)
    {
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        GatewayRequest.Of(context).Caller = caller;
        return error;
    }
}
