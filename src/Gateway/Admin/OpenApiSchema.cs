using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gateway.Authentication.Management;
using Gateway.Configuration.Binding;

namespace Gateway.Admin;

/// <summary>Writes the schemas of the API's answers as the serializer knows them.</summary>
internal static class OpenApiSchema
{
    public static void Write(Utf8JsonWriter json, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        json.WriteStartObject();
        switch (plain)
        {
            case { IsEnum: true }:
                json.WriteString("type"u8, "string"u8);
                json.WriteStartArray("enum"u8);
                foreach (var name in ScalarParser.NamesOf(plain))
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
                break;
            case var _ when InfoOf(plain) is { Kind: JsonTypeInfoKind.Object } info:
                Members(json, info.Properties);
                break;
            case var _ when InfoOf(plain) is { Kind: JsonTypeInfoKind.Enumerable } list:
                json.WriteString("type"u8, "array"u8);
                json.WritePropertyName("items"u8);
                Write(json, list.ElementType!);
                break;
            case var _ when plain == typeof(JsonElement):
                break;
            default:
                json.WriteString(
                    "type"u8,
                    plain == typeof(bool)
                        ? "boolean"
                        : plain == typeof(long) || plain == typeof(int) ? "integer" : plain == typeof(decimal) ? "number" : "string");
                if (plain == typeof(DateTimeOffset))
                {
                    json.WriteString("format"u8, "date-time"u8);
                }

                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the schema of a body that allows only some fields of a type.</summary>
    public static void WriteFields(Utf8JsonWriter json, Type type, HashSet<string> fields)
    {
        json.WriteStartObject();
        Members(json, InfoOf(type)!.Properties.Where(p => fields.Contains(p.Name)));
        json.WriteBoolean("additionalProperties"u8, false);
        json.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter json, IEnumerable<JsonPropertyInfo> members)
    {
        json.WriteString("type"u8, "object"u8);
        json.WriteStartObject("properties"u8);
        foreach (var member in members.Where(static m => m.Get is not null))
        {
            json.WritePropertyName(member.Name);
            Write(json, member.PropertyType);
        }

        json.WriteEndObject();
    }

    private static JsonTypeInfo? InfoOf(Type type) => ReadableJson.Context.GetTypeInfo(type);
}
