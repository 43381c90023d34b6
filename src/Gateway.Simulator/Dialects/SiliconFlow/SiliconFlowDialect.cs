using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Dialects.SiliconFlow;

/// <summary>SiliconFlow.</summary>
internal sealed class SiliconFlowDialect : Dialect
{
    private const int TraceIdLength = 18;
    private const string SpeechOut = "text-to-speech";

    public override string Name => "siliconflow";

    public override IReadOnlyList<string> DefaultModels =>
    [
        "Qwen/Qwen3-Coder-30B-A3B-Instruct", "Qwen/Qwen2.5-Coder-7B-Instruct", "Qwen/Qwen3-8B", "Qwen/Qwen3-VL-8B-Instruct",
        "deepseek-ai/DeepSeek-R1", "deepseek-ai/DeepSeek-V3", "Qwen/Qwen2.5-7B-Instruct", "Pro/deepseek-ai/DeepSeek-V3",
        "Qwen/Qwen3-Embedding-8B", "BAAI/bge-reranker-v2-m3", "Kwai-Kolors/Kolors", "FunAudioLLM/CosyVoice2-0.5B",
        "FunAudioLLM/SenseVoiceSmall", "Wan-AI/Wan2.2-T2V-A14B",
    ];

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Errors => SiliconFlowErrors.All;

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Refusals => SiliconFlowRefusals.All;

    public override string ReasoningField => "reasoning_content";

    public override bool MakesChoices => true;

    public override UsagePlacement Usage => UsagePlacement.EveryChunk;

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.PiecesWithNulls;

    public override bool LimitCountsReasoning => false;

    public override string? BegunText(ChatRequest request) => request.Prefix;

    public override (string None, string Wrong) KeyErrors => ("noKey", "badKey");

    public override string NewId(long count, TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    public override bool RepeatsRole(Answer answer) => answer.HasReasoning;

    public override (string Name, string Value)? IdHeader(IHeaderDictionary request, TimeProvider time)
    {
        var own = request["X-Trace-Id"].ToString();
        var id = own.Length > 0 ? own : "ti_" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N")[^TraceIdLength..];
        return ("x-siliconcloud-trace-id", id);
    }

    public override string? RefusalOfCompletion(ChatRequest request, ModelFacts model) => request.HasListOfPrompts ? "promptNotText" : null;

    public override string? Lack(ChatNeeds needs, ModelFacts model, SimulatorOptions options) => needs switch
    {
        { HasSuffix: true } when !model.Can("insert") => "fimNotSupported",
        { SwitchesThinking: true } when !model.Can("thinking") => "noThinking",
        { HasImage: true } when !model.Can("vision") => "noImages",
        _ => null,
    };

    // SiliconFlow reveals a model's type only by listing it when asked for that type.
    public override bool Lists(ModelFacts model, IQueryCollection query) =>
        Asks(query["type"].ToString(), TypeOf(model.SubType)) && Asks(query["sub_type"].ToString(), SubTypeOf(model.SubType));

    public override void WriteAfterChoices(Utf8JsonWriter writer) => writer.WriteString("system_fingerprint", "");

    public override void WriteUsageExtras(Utf8JsonWriter writer, Usage usage)
    {
        if (usage.Reasoning > 0)
        {
            UsageDetails.WriteReasoning(writer, usage);
        }
    }

    public override void WriteDelta(Utf8JsonWriter writer, Delta delta)
    {
        // The absent one of content and reasoning is null. Beside tool calls both are.
        var content = delta.Piece is null ? "" : delta.Piece.Content;
        writer.WriteString("content", content);
        writer.WriteString(delta.ReasoningField, delta.Piece?.Reasoning);
        delta.WriteRole(writer);
    }

    public override void WriteModel(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", 0);
        writer.WriteString("owned_by", "");
    }

    private static bool Asks(string asked, string? has) => asked.Length == 0 || asked == has;

    private static string TypeOf(string subType) => subType switch
    {
        "text-to-image" or "image-to-image" => "image",
        SpeechOut or "speech-to-text" => "audio",
        "text-to-video" or "image-to-video" => "video",
        _ => "text",
    };

    // Of the two speech types, only one has a sub_type.
    private static string? SubTypeOf(string subType) => subType == SpeechOut ? null : subType;
}
