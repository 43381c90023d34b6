using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Dialects.Vllm;

/// <summary>
/// A vLLM new enough to write <c>reasoning</c>. Older versions wrote <c>reasoning_content</c>, which a script can choose.
/// </summary>
internal sealed class VllmDialect : Dialect
{
    public override string Name => "vllm";

    public override IReadOnlyList<string> DefaultModels => ["Qwen/Qwen3-8B"];

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Errors => VllmErrors.All;

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Refusals => VllmRefusals.All;

    public override string LateError => ErrorBody.Numbered(LateMessage, "InternalServerError", 500);

    public override string StreamContentType => "text/event-stream; charset=utf-8";

    public override string ReasoningField => "reasoning";

    public override bool MakesChoices => true;

    public override UsagePlacement Usage => UsagePlacement.LastChunkIfAsked;

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.Pieces;

    public override int ToolCallIdLength => 32;

    public override string ToolCallIdAlphabet => "0123456789abcdef";

    // A request for both is refused.
    public override bool Continues(ChatRequest request) =>
        request is { ContinuesFinalMessage: true, AddsGenerationPrompt: false, LastAssistantText: not null };

    public override string? RefusalOfCompletion(ChatRequest request, ModelFacts model) => request.Needs.HasSuffix ? "noSuffix" : null;

    public override (string None, string Wrong) KeyErrors => ("unauthorized", "unauthorized");

    public override int? TokenLimit(ChatRequest request) => request.MaxCompletionTokens ?? request.MaxTokens;

    public override string NotForChat => "notForChat";

    public override string ToolCallIdPrefix(int index) => "chatcmpl-tool-";

    public override string NewId(long count, TimeProvider time) => "chatcmpl-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    public override string? Lack(ChatNeeds needs, ModelFacts model, SimulatorOptions options) => needs switch
    {
        { HasTools: true, LeavesToolChoice: true } when !model.HasToolParser => "noToolParser",
        { HasImage: true } when !model.Can("vision") => "noImages",
        { SystemIsFirst: false } when model.HasStrictTemplate => "systemNotFirst",
        { RolesAlternate: false } when model.HasStrictTemplate => "rolesDoNotAlternate",
        _ => null,
    };

    // A server that answers at all reports its health with an empty 200.
    public override ErrorAnswer? Page(string path, IQueryCollection query, BackendState state) =>
        path == "/health" ? new(200, "") : null;

    public override void WriteChoiceExtras(Utf8JsonWriter writer) => writer.WriteNull("logprobs");

    public override void WriteAfterFinish(Utf8JsonWriter writer, bool isFinished)
    {
        if (isFinished)
        {
            writer.WriteNull("stop_reason");
        }
    }

    public override void WriteUsageExtras(Utf8JsonWriter writer, Usage usage) => writer.WriteNull("prompt_tokens_details");

    public override void WriteAfterUsage(Utf8JsonWriter writer, Usage usage, bool isStreamed)
    {
        if (!isStreamed)
        {
            writer.WriteNull("prompt_logprobs");
            writer.WriteNull("kv_transfer_params");
        }
    }

    public override void WriteDelta(Utf8JsonWriter writer, Delta delta)
    {
        delta.WriteRole(writer);
        if (delta.Kind is ChunkKind.Opening or ChunkKind.Finish)
        {
            writer.WriteString("content", "");
        }
        delta.WriteParts(writer);
    }

    public override void WriteMessage(Utf8JsonWriter writer, Answer answer, string reasoningField)
    {
        writer.WriteString("content", answer.Content);
        foreach (var name in new[] { "refusal", "annotations", "audio", "function_call" })
        {
            writer.WriteNull(name);
        }
        if (!answer.HasToolCalls)
        {
            writer.WriteStartArray("tool_calls");
            writer.WriteEndArray();
        }
        writer.WriteString(reasoningField, answer.Reasoning);
    }

    public override void WriteModel(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", ModelFacts.Modified.ToUnixTimeSeconds());
        writer.WriteString("owned_by", "vllm");
        writer.WriteString("root", model.Name);
        writer.WriteNull("parent");
        writer.WriteNumber("max_model_len", model.ServedContext ?? model.ContextLength);
        writer.WriteStartArray("permission");
        writer.WriteStartObject();
        writer.WriteString("object", "model_permission");
        writer.WriteBoolean("allow_sampling", true);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
