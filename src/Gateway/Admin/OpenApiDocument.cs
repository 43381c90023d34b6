using System.Text.Json;
using Gateway.Endpoints.Reports;
using Gateway.Http;

namespace Gateway.Admin;

/// <summary>Writes the OpenAPI document from the table that maps and guards the routes, so that none can be missing.</summary>
internal static class OpenApiDocument
{
    public static Task WriteAsync(HttpContext context, IReadOnlyList<AdminRoute> routes) => JsonResponse.WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("openapi"u8, "3.1.0"u8);
        json.WriteStartObject("info"u8);
        json.WriteString("title"u8, "Gateway admin API"u8);
        json.WriteString("version"u8, "1"u8);
        json.WriteEndObject();
        json.WriteStartObject("components"u8);
        json.WriteStartObject("securitySchemes"u8);
        json.WriteStartObject("key"u8);
        json.WriteString("type"u8, "http"u8);
        json.WriteString("scheme"u8, "bearer"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("security"u8);
        json.WriteStartObject();
        json.WriteStartArray("key"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("paths"u8);
        foreach (var path in routes.GroupBy(static r => r.Path))
        {
            json.WriteStartObject(path.Key);
            foreach (var route in path)
            {
                json.WriteStartObject(route.Method.ToLowerInvariant());
                Write(json, route);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, AdminRoute route)
    {
        json.WriteString("summary"u8, route.Summary);
        json.WriteString("description"u8, $"Needs: {route.Access.ToString().ToLowerInvariant()}.");
        json.WriteStartArray("parameters"u8);
        foreach (var part in route.Path.Split('/').Where(static p => p.StartsWith('{')))
        {
            Parameter(json, part.Trim('{', '}'), "path", isRequired: true);
        }

        if (route.IsPaged)
        {
            Parameter(json, "limit", "query", isRequired: false);
            Parameter(json, "after", "query", isRequired: false);
        }

        foreach (var query in route.Queries)
        {
            Parameter(json, query);
        }

        if (route.NeedsVersion)
        {
            Parameter(json, "If-Match", "header", isRequired: true);
        }

        json.WriteEndArray();
        if (route is { Fields: { } fields, Thing: { } thing })
        {
            json.WriteStartObject("requestBody"u8);
            json.WriteBoolean("required"u8, true);
            Content(json, () => OpenApiSchema.WriteFields(json, thing, [.. fields]));
            json.WriteEndObject();
        }

        json.WriteStartObject("responses"u8);
        json.WriteStartObject($"{route.Status}");
        json.WriteString("description"u8, "Done."u8);
        if (route.Answer is { } answer)
        {
            Content(json, () => OpenApiSchema.Write(json, answer));
        }
        else if (route.Queries.Count > 0)
        {
            json.WriteStartObject("content"u8);
            foreach (var type in route.MediaTypes)
            {
                json.WriteStartObject(type);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("default"u8);
        json.WriteString("description"u8, "An error in OpenAI's shape: { error: { message, type, param, code } }."u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Content(Utf8JsonWriter json, Action schema)
    {
        json.WriteStartObject("content"u8);
        json.WriteStartObject("application/json"u8);
        json.WritePropertyName("schema"u8);
        schema();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, QueryParameter query)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, query.Name);
        json.WriteString("in"u8, "query"u8);
        json.WriteString(
            "description"u8, query.Values is { } values ? $"{query.Description} Of: {string.Join(", ", values)}." : query.Description);
        json.WriteBoolean("required"u8, false);
        json.WriteStartObject("schema"u8);
        json.WriteString("type"u8, "string"u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, string name, string place, bool isRequired)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("in"u8, place);
        json.WriteBoolean("required"u8, isRequired);
        json.WriteStartObject("schema"u8);
        json.WriteString("type"u8, name == "limit" ? "integer" : "string");
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
