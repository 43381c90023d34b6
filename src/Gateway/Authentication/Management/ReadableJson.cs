using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Authentication.Management;

/// <summary>Serializes the shown types for people to read: names, including Chinese ones, are not escaped.</summary>
internal static class ReadableJson
{
    public static ManagementJson Context { get; } =
        new(new JsonSerializerOptions(ManagementJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
