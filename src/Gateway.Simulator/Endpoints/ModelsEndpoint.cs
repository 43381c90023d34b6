using System.Text;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Json;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Endpoints;

/// <summary>Lists the models on the path that all providers share.</summary>
internal sealed class ModelsEndpoint(BackendState state)
{
    public Task ListAsync(HttpContext http)
    {
        if (!state.Dialect.IsPublic(http.Request.Path.Value ?? "") && Authorization.Refuse(http, state) is { } refusal)
        {
            return Replies.ErrorAsync(http, refusal);
        }
        var json = new JsonBuffer().Write(writer =>
        {
            state.Dialect.WriteBeforeList(writer, state);
            writer.WriteString("object", "list");
            writer.WriteStartArray("data");
            foreach (var model in state.Held.All.Where(model => state.Dialect.Lists(model, http.Request.Query)))
            {
                writer.WriteStartObject();
                state.Dialect.WriteModel(writer, model, state);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
        return Replies.SendAsync(http, 200, "application/json", Encoding.UTF8.GetString(json.Span));
    }
}
