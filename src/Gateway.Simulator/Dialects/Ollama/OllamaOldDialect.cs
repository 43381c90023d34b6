using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Dialects.Ollama;

/// <summary>Ollama 0.20, which has a runner of its own and does not yet list capabilities in /api/tags.</summary>
internal sealed class OllamaOldDialect : OllamaDialect
{
    public override string Name => "ollama-old";

    public override string Version => "0.20.7";

    public override bool TagsHaveCapabilities => false;

    protected override string BadSchema => "badSchemaOld";

    // All models had templates then.
    public override ErrorAnswer? TooLong(int tokens, int context, ModelFacts model) => null;

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
