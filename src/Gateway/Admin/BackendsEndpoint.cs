using Gateway.Backends;
using Gateway.Health;
using Gateway.Http;
using Gateway.Routing.Names;
using Gateway.Runtime;
using Gateway.Wire.Errors;

namespace Gateway.Admin;

/// <summary>Serves <c>GET /admin/v1/backends</c> and single backends: the current state of each.</summary>
internal sealed class BackendsEndpoint(SnapshotStore store, BackendHealth health, TimeProvider time)
{
    public Task ListAsync(HttpContext context)
    {
        var snapshot = store.Current;
        var writer = new BackendJson(health, snapshot.Scrubber, time.GetUtcNow());
        return JsonResponse.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var backend in snapshot.All)
            {
                writer.Write(json, backend);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public Task GetAsync(HttpContext context)
    {
        var snapshot = store.Current;
        var name = (string)context.Request.RouteValues["name"]!;
        var backend = snapshot.All.FirstOrDefault(b => b.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return backend is null
            ? ErrorResponse.WriteAsync(context, ApiErrors.BackendNotFound(name, NearestNames.Find(name, snapshot.All.Select(b => b.Name))))
            : JsonResponse.WriteAsync(context, json => new BackendJson(health, snapshot.Scrubber, time.GetUtcNow()).Write(json, backend));
    }
}
