using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Dialects.OpenAi;

/// <summary>OpenAI itself.</summary>
internal sealed class OpenAiDialect : Dialect
{
    private const long ModelCreated = 1_767_225_600;

    public override string Name => "openai";

    public override IReadOnlyList<string> DefaultModels => ["sim-model"];

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Errors => OpenAiErrors.All;

    public override string StreamContentType => "text/event-stream; charset=utf-8";

    // OpenAI shows no reasoning on this path. Compatible servers mostly use this name.
    public override string ReasoningField => "reasoning_content";

    public override bool MakesChoices => true;

    public override UsagePlacement Usage => UsagePlacement.LastChunkIfAsked;

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.Pieces;

    public override bool NullUsageOnChunks => true;

    public override (string None, string Wrong) KeyErrors => ("badKey", "badKey");

    public override string NotForChat => "notForChat";

    public override string NewId(long count, TimeProvider time) => "chatcmpl-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    public override int? TokenLimit(ChatRequest request) => request.MaxCompletionTokens ?? request.MaxTokens;

    public override (string Name, string Value)? IdHeader(IHeaderDictionary request, TimeProvider time) =>
        ("x-request-id", "req_" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));

    public override void WriteBeforeChoices(Utf8JsonWriter writer, string model)
    {
        writer.WriteString("service_tier", "default");
        writer.WriteString("system_fingerprint", "fp_simulated");
    }

    public override void WriteChoiceExtras(Utf8JsonWriter writer) => writer.WriteNull("logprobs");

    public override void WriteUsageExtras(Utf8JsonWriter writer, Usage usage)
    {
        UsageDetails.WriteCached(writer);
        UsageDetails.WriteReasoning(writer, usage);
    }

    public override void WriteDelta(Utf8JsonWriter writer, Delta delta)
    {
        delta.WriteRole(writer);
        if (delta.Kind == ChunkKind.Opening)
        {
            writer.WriteString("content", "");
            writer.WriteNull("refusal");
        }
        delta.WriteParts(writer);
    }

    public override void WriteMessage(Utf8JsonWriter writer, Answer answer, string reasoningField)
    {
        writer.WriteString("content", answer.Content is null && !answer.HasToolCalls ? "" : answer.Content);
        if (answer.Reasoning is { } reasoning)
        {
            writer.WriteString(reasoningField, reasoning);
        }
        writer.WriteNull("refusal");
    }

    public override void WriteModel(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", ModelCreated);
        writer.WriteString("owned_by", "simulator");
    }
}
