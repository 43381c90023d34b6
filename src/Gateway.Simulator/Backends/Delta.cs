using System.Text.Json;
using Gateway.Simulator.Answers;

namespace Gateway.Simulator.Backends;

/// <summary>The content of a chunk's delta.</summary>
/// <param name="Kind">The chunk's place in the stream.</param>
/// <param name="Role">True when it names the role.</param>
/// <param name="Piece">The piece it adds; null for the opening and the finish.</param>
/// <param name="ReasoningField">The name of the reasoning field.</param>
internal readonly record struct Delta(ChunkKind Kind, bool Role, Piece? Piece, string ReasoningField)
{
    public void WriteRole(Utf8JsonWriter writer)
    {
        if (Role)
        {
            writer.WriteString("role", "assistant");
        }
    }

    /// <summary>Writes the reasoning and the content of the piece, each only if there is one.</summary>
    public void WriteParts(Utf8JsonWriter writer)
    {
        if (Piece?.Reasoning is { } reasoning)
        {
            writer.WriteString(ReasoningField, reasoning);
        }
        if (Piece?.Content is { } content)
        {
            writer.WriteString("content", content);
        }
    }
}
