using System.Text.Json;
using Gateway.Authentication;
using Gateway.Http;
using Gateway.Pipeline;
using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints;

/// <summary>Serves <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>: every name that may be used in <c>model</c>.</summary>
internal sealed class ModelsEndpoint(SnapshotStore store, TimeProvider time)
{
    private const int MaxId = 256;

    private readonly DateTimeOffset _created = time.GetUtcNow();

    public Task ListAsync(HttpContext context)
    {
        var snapshot = store.Current;
        var (filter, wrong) = ModelFilter.Read(context.Request.Query);
        if ((Refuse(context, snapshot) ?? wrong) is { } error)
        {
            return ErrorResponse.WriteAsync(context, error);
        }

        var caller = Inquiry.Of(context).Caller;
        var table = snapshot.RoutesOf(caller);
        // A key limited to a model on one backend sees the model under that name.
        var routes = table.Listed.Where(caller.Rights.Allow).Concat(caller.Rights.OnBackends(table)).Where(filter!.Takes).ToList();
        return !AnthropicHeaders.IsFromAnthropics(context.Request) ? JsonResponse.WriteAsync(context, json => WriteList(json, routes))
            : AnthropicModels.Page(context.Request.Query, routes, out var page) is { } fault ? ErrorResponse.WriteAsync(context, fault)
            : JsonResponse.WriteAsync(context, json => AnthropicModels.Write(json, page, _created));
    }

    public Task GetAsync(HttpContext context)
    {
        var snapshot = store.Current;
        if (Refuse(context, snapshot) is { } error)
        {
            return ErrorResponse.WriteAsync(context, error);
        }

        // Ids contain slashes, which some clients escape.
        var id = Uri.UnescapeDataString((string?)context.Request.RouteValues["id"] ?? "");
        if (id.Length > MaxId)
        {
            return ErrorResponse.WriteAsync(context, ApiErrors.InvalidValue("model", $"is longer than {MaxId} characters."));
        }

        var caller = Inquiry.Of(context).Caller;
        return snapshot.RoutesOf(caller).Match(id) switch
        {
            null => ErrorResponse.WriteAsync(context, RequestedName.WhyUnknown(id, caller, snapshot)),
            var route when !caller.Rights.Allow(route) => ErrorResponse.WriteAsync(context, RequestedName.WhyUnknown(id, caller, snapshot)),
            { Usable.IsEmpty: true } route => ErrorResponse.WriteAsync(context, RequestedName.WhyEmpty(id, route, caller, snapshot)),
            var route when AnthropicHeaders.IsFromAnthropics(context.Request) =>
                JsonResponse.WriteAsync(context, json => AnthropicModels.Write(json, route, _created)),
            var route => JsonResponse.WriteAsync(
                context, json => ModelItem.Write(json, route, _created.ToUnixTimeSeconds(), time.GetUtcNow())),
        };
    }

    private void WriteList(Utf8JsonWriter json, IEnumerable<Route> routes)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var route in routes)
        {
            ModelItem.Write(json, route, _created.ToUnixTimeSeconds(), time.GetUtcNow());
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ApiError? Refuse(HttpContext context, GatewaySnapshot snapshot)
    {
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        Inquiry.Of(context).Caller = caller;
        return error;
    }
}
