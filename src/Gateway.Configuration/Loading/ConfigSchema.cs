using System.Buffers;
using System.ComponentModel;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Configuration.Binding;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration.Loading;

/// <summary>Writes the JSON Schema of the configuration, with which editors complete and check the file.</summary>
internal static class ConfigSchema
{
    private const string DurationPattern = "^[0-9]+(ms|s|m|h|d)$";
    private const string SizePattern = "^[0-9]+(B|KiB|MiB|GiB)$";

    public static string Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "gateway.yaml");
            WriteObject(json, typeof(GatewayConfig), null);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteObject(Utf8JsonWriter json, Type type, string? description)
    {
        json.WriteString("description", description ?? type.GetCustomAttribute<DescriptionAttribute>()!.Description);
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        var properties = ConfigProperty.Of(type);
        var defaults = Activator.CreateInstance(type)!;
        json.WriteStartObject("properties");
        foreach (var property in properties)
        {
            json.WriteStartObject(property.Key);
            WriteProperty(json, property, property.IsRequired ? null : property.ValueOf(defaults));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (properties.Any(p => p.IsRequired))
        {
            json.WriteStartArray("required");
            foreach (var property in properties.Where(p => p.IsRequired))
            {
                json.WriteStringValue(property.Key);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteProperty(Utf8JsonWriter json, ConfigProperty property, object? defaultValue)
    {
        if (property.ItemType is { } itemType)
        {
            json.WriteString("description", property.Description);
            json.WriteString("type", "array");
            json.WriteStartObject("items");
            WriteType(json, itemType, null);
            json.WriteEndObject();
            return;
        }

        var limits = property.Within is { } within ? $" From {within.Min} to {within.Max}." : "";
        WriteType(json, property.Type, property.Description + limits + (property.NeedsRestart ? " A change needs a restart." : ""));
        if (property.Matches is { } matches)
        {
            json.WriteString("pattern", matches.Pattern);
        }

        if (defaultValue is not null && !property.IsGroup)
        {
            WriteDefault(json, defaultValue);
        }
    }

    private static void WriteType(Utf8JsonWriter json, Type type, string? description)
    {
        if (ConfigProperty.IsGroupType(type))
        {
            WriteObject(json, type, description);
            return;
        }

        if (description is not null)
        {
            json.WriteString("description", description);
        }

        json.WriteString(
            "type",
            type == typeof(bool)
                ? "boolean"
                : type == typeof(int) || type == typeof(long) ? "integer" : type == typeof(decimal) ? "number" : "string");
        if (type.IsEnum)
        {
            json.WriteStartArray("enum");
            foreach (var name in ScalarParser.NamesOf(type))
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }
        else if (type == typeof(DateOnly))
        {
            json.WriteString("format", "date");
        }
        else if (type == typeof(TimeSpan) || type == typeof(ByteSize))
        {
            json.WriteString("pattern", type == typeof(TimeSpan) ? DurationPattern : SizePattern);
        }
    }

    private static void WriteDefault(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case bool flag: json.WriteBoolean("default", flag); break;
            case int number: json.WriteNumber("default", number); break;
            case decimal number: json.WriteNumber("default", number); break;
            default: json.WriteString("default", ScalarParser.Format(value)); break;
        }
    }
}
