using System.Text.Json;

namespace Gateway.Simulator.Json;

/// <summary>Reads strings that may contain half of a surrogate pair, which is not valid text.</summary>
internal static class JsonTexts
{
    /// <returns>Null when it is not text.</returns>
    public static string? Of(JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
