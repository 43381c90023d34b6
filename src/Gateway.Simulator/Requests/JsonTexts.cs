using System.Text.Json;

namespace Gateway.Simulator.Requests;

/// <summary>Reads texts that may hold half of a surrogate pair, which is no text.</summary>
internal static class JsonTexts
{
    /// <returns>Null for what is no text.</returns>
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
