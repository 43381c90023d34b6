using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Authentication.Management;

/// <summary>The same for people to read: names are not escaped, including Chinese ones.</summary>
internal static class ReadableJson
{
    public static ManagementJson Context { get; } =
        new(new JsonSerializerOptions(ManagementJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
