using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Dialects.LmStudio;

/// <summary>LM Studio. The field that holds the reasoning depends on the model and its settings; a script can choose another.</summary>
internal sealed class LmStudioDialect : Dialect
{
    private const int IdLength = 21;

    public override string Name => "lmstudio";

    public override IReadOnlyList<string> DefaultModels => ["qwen2.5-coder-7b-instruct", "qwen3-8b", "openai/gpt-oss-20b"];

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Errors => LmStudioErrors.All;

    public override string LateError => ErrorBody.Text(LateMessage);

    public override string ReasoningField => "reasoning_content";

    public override UsagePlacement Usage => UsagePlacement.LastChunkIfAsked;

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.Pieces;

    public override int ToolCallIdLength => 9;

    public override string ToolCallIdAlphabet => "123456789";

    public override bool HasOpeningChunk => false;

    public override bool HeadersWithFirstToken => true;

    public override string? RefusalOfCompletion(ChatRequest request, ModelFacts model) => request.HasListOfPrompts ? "promptNotText" : null;

    public override (string None, string Wrong) KeyErrors => ("badKey", "badKey");

    public override string NotForChat => "notForChat";

    public override TimeSpan? KeepsLoaded(SimulatorOptions options) => TimeSpan.FromHours(1);

    public override bool LoadsOnDemand(int models, SimulatorOptions options) => true;

    public override IEnumerable<string> WarmAtFirst(IReadOnlyList<string> models) => models.Take(1);

    public override string ToolCallIdPrefix(int index) => "";

    public override string NewId(long count, TimeProvider time) =>
        "chatcmpl-" + StableHash.Text((ulong)count, IdLength, "abcdefghijklmnopqrstuvwxyz0123456789");

    public override ErrorAnswer? Page(string path, IQueryCollection query, BackendState state) => LmStudioModels.Page(path, state);

    public override string? Refusal(ChatRequest request) =>
        !request.HasMessages || AsksInVain(request) ? "badRequest" : request.HasRemoteImage ? "imageAddress" : null;

    // It has no fingerprint and writes the model's name instead.
    public override void WriteBeforeChoices(Utf8JsonWriter writer, string model) => writer.WriteString("system_fingerprint", model);

    public override void WriteChoiceExtras(Utf8JsonWriter writer) => writer.WriteNull("logprobs");

    public override void WriteMessage(Utf8JsonWriter writer, Answer answer, string reasoningField)
    {
        base.WriteMessage(writer, answer, reasoningField);
        if (!answer.HasToolCalls)
        {
            writer.WriteStartArray("tool_calls");
            writer.WriteEndArray();
        }
    }

    public override void WriteModel(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteString("owned_by", "organization_owner");
    }
}
