using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Dialects.DeepSeek;

/// <summary>DeepSeek's cloud.</summary>
internal sealed class DeepSeekDialect : Dialect
{
    private const string Balance =
        """{"is_available":true,"balance_infos":[{"currency":"CNY","total_balance":"110.00",""" + "\"granted_balance\":\"10.00\","
        + "\"topped_up_balance\":\"100.00\"}]}";

    public override string Name => "deepseek";

    public override IReadOnlyList<string> DefaultModels => ["deepseek-chat", "deepseek-reasoner"];

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Errors => DeepSeekErrors.All;

    public override string StreamContentType => "text/event-stream; charset=utf-8";

    public override string ReasoningField => "reasoning_content";

    public override UsagePlacement Usage => UsagePlacement.OnFinish;

    public override bool NullUsageOnChunks => true;

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.Pieces;

    public override bool HasPathsWithoutVersion => true;

    public override bool HasBeta => true;

    public override bool Continues(ChatRequest request) => request is { IsBeta: true, SaysPrefix: true, LastAssistantText: not null };

    public override string CompletionPath => "/beta/completions";

    public override string? RefusalOfCompletion(ChatRequest request, ModelFacts model) =>
        request.HasListOfPrompts ? "badRequest" : request.Needs.HasSuffix && !model.Can("insert") ? "badParameter" : null;

    public override (string None, string Wrong) KeyErrors => ("badKey", "badKey");

    public override string ToolCallIdPrefix(int index) => string.Create(CultureInfo.InvariantCulture, $"call_{index:00}_");

    public override string NewId(long count, TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("D");

    public override (string Name, string Value)? IdHeader(IHeaderDictionary request, TimeProvider time) =>
        ("x-ds-trace-id", Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));

    public override ErrorAnswer? Page(string path, IQueryCollection query, BackendState state) =>
        path == "/user/balance" ? new(200, Balance) : null;

    public override void WriteBeforeChoices(Utf8JsonWriter writer, string model) =>
        writer.WriteString("system_fingerprint", "fp_simulated_prod_fp8_kvcache");

    public override void WriteChoiceExtras(Utf8JsonWriter writer) => writer.WriteNull("logprobs");

    public override void WriteUsageExtras(Utf8JsonWriter writer, Usage usage)
    {
        UsageDetails.WriteCached(writer);
        if (usage.Reasoning > 0)
        {
            UsageDetails.WriteReasoning(writer, usage);
        }
        writer.WriteNumber("prompt_cache_hit_tokens", 0);
        writer.WriteNumber("prompt_cache_miss_tokens", usage.Prompt);
    }

    public override void WriteDelta(Utf8JsonWriter writer, Delta delta)
    {
        delta.WriteRole(writer);
        if (delta.Piece?.Tool is not null)
        {
            return;
        }
        // The absent one of content and reasoning is null.
        var (content, reasoning) = delta.Kind switch
        {
            ChunkKind.Opening => (null, ""),
            ChunkKind.Finish => ("", null),
            ChunkKind.Progress or ChunkKind.Piece or ChunkKind.Usage => (delta.Piece?.Content, delta.Piece?.Reasoning),
        };
        writer.WriteString("content", content);
        writer.WriteString(delta.ReasoningField, reasoning);
    }

    public override void WriteModel(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteString("owned_by", "deepseek");
    }
}
