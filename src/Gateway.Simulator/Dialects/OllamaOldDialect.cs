using System.Text.Json;
using Gateway.Simulator.Answers;

namespace Gateway.Simulator.Dialects;

/// <summary>Ollama before 0.32.6, and before it told capabilities in /api/tags.</summary>
internal sealed class OllamaOldDialect : OllamaDialect
{
    public override string Name => "ollama-old";

    public override string Version => "0.9.6";

    public override bool TagsHaveCapabilities => false;

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.WholeIndexZero;

    public override bool CreatedPerChunk => true;

    public override bool RepeatsRole(Answer answer) => true;

    public override void WriteDelta(Utf8JsonWriter writer, Delta delta)
    {
        base.WriteDelta(writer, delta);
        if (delta.Kind == ChunkKind.Finish)
        {
            writer.WriteString("content", "");
        }
    }
}
