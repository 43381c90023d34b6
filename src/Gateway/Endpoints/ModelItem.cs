using System.Text.Json;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Endpoints;

/// <summary>
/// Writes one item of the model list. Each client reads other fields, so an item has them all, except those with unknown values. A client
/// that finds no field asks its user; a client that finds a wrong value does not. Facts that only this gateway has are under
/// <c>gateway</c>.
/// </summary>
internal static class ModelItem
{
    // A tag may stand for thousands; the models themselves can be listed instead.
    private const int MaxCandidates = 16;

    /// <param name="json">The writer.</param>
    /// <param name="route">The name.</param>
    /// <param name="created">When the gateway began to list it, in Unix seconds.</param>
    /// <param name="now">The moment whose prices are meant.</param>
    public static void Write(Utf8JsonWriter json, Route route, long created, DateTimeOffset now)
    {
        var isModel = route.Kind is RouteKind.Model or RouteKind.ModelOnBackend;
        json.WriteStartObject();
        json.WriteString("id"u8, route.Name);
        json.WriteString("object"u8, "model"u8);
        // Always a whole number: Cherry Studio and OpenAI's .NET library refuse the list otherwise.
        json.WriteNumber("created"u8, created);
        json.WriteString("owned_by"u8, isModel ? route.Usable[0].Backend : "gateway");
        json.WriteString("name"u8, route.Name);
        json.WriteString("displayName"u8, route.Name);
        WriteType(json, route.Type);
        WriteContext(json, route);
        ModelAbilities.Write(json, route);
        ChatPageInfo.Write(json, route, now);
        json.WriteStartObject("gateway"u8);
        json.WriteString("kind"u8, KindOf(route.Kind));
        json.WriteString("type"u8, CardJson.Word(route.Type));
        if (isModel)
        {
            json.WriteStartArray("on"u8);
            foreach (var candidate in route.Usable)
            {
                CardJson.Write(json, candidate.Card, now);
            }
        }
        else
        {
            json.WriteStartArray("candidates"u8);
            foreach (var candidate in route.Usable.Take(MaxCandidates))
            {
                json.WriteStringValue(candidate.ToString());
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string KindOf(RouteKind kind) => kind switch
    {
        RouteKind.Auto => "auto",
        RouteKind.Tag => "tag",
        RouteKind.Type => "type",
        RouteKind.Model or RouteKind.ModelOnBackend => "model",
    };

    // LobeChat's words for the kind of a model; it has none for rerankers.
    private static void WriteType(Utf8JsonWriter json, ModelType type)
    {
        var word = type switch
        {
            ModelType.Speech => "tts",
            ModelType.Transcription => "stt",
            ModelType.Rerank => null,
            ModelType.Chat or ModelType.Embedding or ModelType.Image or ModelType.Video => CardJson.Word(type),
        };
        if (word is not null)
        {
            json.WriteString("type"u8, word);
        }
    }

    // The longest of several candidates: a prompt too long for one goes to another.
    private static void WriteContext(Utf8JsonWriter json, Route route)
    {
        if (route.Usable.Max(static c => c.Card.ContextLength) is { } context)
        {
            json.WriteNumber("context_length"u8, context);
            json.WriteNumber("contextWindowTokens"u8, context);
            json.WriteNumber("max_model_len"u8, context);
        }
    }
}
