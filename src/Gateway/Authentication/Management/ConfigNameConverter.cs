using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Configuration.Binding;

namespace Gateway.Authentication.Management;

/// <summary>Writes enum values by their names in the configuration, so that each thing has one name.</summary>
internal sealed class ConfigNameConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ScalarParser.Parse(reader.GetString()!, typeof(T)) is T value
            ? value
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ScalarParser.Format(value));
}
