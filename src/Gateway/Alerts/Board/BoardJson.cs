using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Alerts.Board;

/// <summary>Writes and reads the board as text. Kinds are written as words, so adding one changes no other.</summary>
[JsonSerializable(typeof(AlertBoard))]
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class BoardJson : JsonSerializerContext
{
    public static string Write(AlertBoard board) => JsonSerializer.Serialize(board, Default.AlertBoard);

    public static AlertBoard Read(string text) => JsonSerializer.Deserialize(text, Default.AlertBoard)!;
}
