using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Authentication;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;

namespace Gateway.Endpoints;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c>: every name that may stand in <c>model</c>.</summary>
internal sealed class ModelsEndpoint(SnapshotStore store, TimeProvider time)
{
    // Names are shown to people, Chinese ones too.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds();

    public Task ListAsync(HttpContext context)
    {
        var snapshot = store.Current;
        return Refuse(context, snapshot) is { } error
            ? ErrorResponse.WriteAsync(context, error)
            : WriteAsync(context, json =>
            {
                json.WriteStartObject();
                json.WriteString("object"u8, "list"u8);
                json.WriteStartArray("data"u8);
                foreach (var route in snapshot.RoutesOf(GatewayRequest.Of(context).Caller).Listed)
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
        var error = Refuse(context, snapshot);
        // Ids hold slashes, which some clients escape.
        var id = Uri.UnescapeDataString((string?)context.Request.RouteValues["id"] ?? "");
        var caller = GatewayRequest.Of(context).Caller;
        var route = error is null ? snapshot.RoutesOf(caller).Match(id) : null;
        return route is null
            ? ErrorResponse.WriteAsync(context, error ?? RequestedRoute.WhyNot(id, route, caller, snapshot))
            : WriteAsync(context, json => ModelItem.Write(json, route, _created));
    }

    private static ApiError? Refuse(HttpContext context, GatewaySnapshot snapshot)
    {
        var error = Authenticator.Authenticate(context, snapshot.Keys, snapshot.Config.Anonymous, out var caller);
        GatewayRequest.Of(context).Caller = caller;
        return error;
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        await using (var json = new Utf8JsonWriter(body, Options))
        {
            write(json);
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
