using System.Text;
using System.Text.Json;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Streaming;

namespace Gateway.Simulator.Endpoints;

/// <summary>Lists the models.</summary>
internal sealed class ModelsEndpoint(BackendState state)
{
    public Task ListAsync(HttpContext http) => Authorization.Refuse(http, state) is { } refusal
        ? Replies.ErrorAsync(http, refusal)
        : SendAsync(http, "data", Asked(http.Request.Query), state.Dialect.WriteModel);

    public Task TagsAsync(HttpContext http, OllamaDialect ollama) => SendAsync(
        http, "models", state.Models, (writer, model) => OllamaTags.Write(writer, model, ollama.TagsHaveCapabilities));

    // SiliconFlow tells the type of a model only by what it lists when asked for a type. All models here are for chat.
    private IReadOnlyList<string> Asked(IQueryCollection query)
    {
        var chat = query["type"].ToString() is "" or "text" && query["sub_type"].ToString() is "" or "chat";
        return chat || state.Dialect is not SiliconFlowDialect ? state.Models : [];
    }

    private static Task SendAsync(HttpContext http, string list, IReadOnlyList<string> models, Action<Utf8JsonWriter, string> write)
    {
        var json = new JsonBuffer().Write(writer =>
        {
            if (list == "data")
            {
                writer.WriteString("object", "list");
            }
            writer.WriteStartArray(list);
            foreach (var model in models)
            {
                writer.WriteStartObject();
                write(writer, model);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
        return Replies.SendAsync(http, 200, "application/json", Encoding.UTF8.GetString(json.Span));
    }
}
