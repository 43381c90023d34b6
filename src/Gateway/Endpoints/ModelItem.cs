using System.Text.Json;

namespace Gateway.Endpoints;

/// <summary>
/// One item of the model list. Each client reads other fields, so an item holds them all, but none that is not known: a client
/// that finds no field asks its user, one that finds a wrong one does not.
/// </summary>
internal static class ModelItem
{
    public static void Write(Utf8JsonWriter json, Route route, long created)
    {
        var isTag = route.Kind is Routing.Routes.RouteKind.Tag or Routing.Routes.RouteKind.Alias;
        json.WriteStartObject();
        json.WriteString("id"u8, route.Name);
        json.WriteString("object"u8, "model"u8);
        // A whole number always: Cherry Studio and OpenAI's .NET library refuse the list otherwise.
        json.WriteNumber("created"u8, created);
        json.WriteString("owned_by"u8, isTag || route.Candidates.IsEmpty ? "gateway" : route.Candidates[0].Backend);
        json.WriteString("name"u8, route.Name);
        json.WriteString("displayName"u8, route.Name);
        if (isTag)
        {
            WriteAbilities(json, route.Name);
        }

        json.WriteEndObject();
    }

    // LobeChat reads the flags, ChatBox the modalities. What a tag is named for it can do; of the rest nothing is known.
    private static void WriteAbilities(Utf8JsonWriter json, string tag)
    {
        var sees = tag.Equals("Vision", StringComparison.OrdinalIgnoreCase);
        json.WriteStartObject("architecture"u8);
        json.WriteStartArray("input_modalities"u8);
        json.WriteStringValue("text"u8);
        if (sees)
        {
            json.WriteStringValue("image"u8);
        }

        json.WriteEndArray();
        json.WriteStartArray("output_modalities"u8);
        json.WriteStringValue("text"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        if (sees)
        {
            json.WriteBoolean("vision"u8, true);
        }

        if (tag.Equals("Tools", StringComparison.OrdinalIgnoreCase))
        {
            json.WriteBoolean("functionCall"u8, true);
        }

        if (tag.Equals("Reasoning", StringComparison.OrdinalIgnoreCase))
        {
            json.WriteBoolean("reasoning"u8, true);
        }
    }
}
