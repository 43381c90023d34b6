using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Errors;

namespace Gateway.Simulator.Dialects;

/// <summary>The server of llama.cpp.</summary>
internal sealed class LlamaCppDialect : Dialect
{
    private const string Build = "b7010-simulated";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLength = 32;
    private const int Context = 8192;

    // Of the made-up timings: milliseconds for each token.
    private const double Pace = 8.5;

    public override string Name => "llamacpp";

    public override IReadOnlyList<string> DefaultModels => ["qwen2.5-coder-7b-instruct-q4_k_m.gguf"];

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Errors => LlamaCppErrors.All;

    public override string LateError => LlamaCppErrors.Body(500, LateMessage, "server_error");

    public override string ReasoningField => "reasoning_content";

    public override UsagePlacement Usage => UsagePlacement.LastChunk;

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.Pieces;

    public override int ToolCallIdLength => IdLength;

    public override string ToolCallIdAlphabet => Alphabet;

    public override bool ChoicesFirst => true;

    public override bool HasPathsWithoutVersion => true;

    public override bool HeadersWithFirstToken => true;

    public override (string None, string Wrong) KeyErrors => ("badKey", "badKey");

    public override string ToolCallIdPrefix(int index) => "";

    public override string NewId(long count, TimeProvider time) => "chatcmpl-" + StableHash.Text((ulong)count, IdLength, Alphabet);

    public override ErrorAnswer? Page(string path, BackendState state) => path switch
    {
        "/health" or "/v1/health" when state.Models.Any(m => state.Scripts.ErrorOf(m) == "loadingModel") => Error("loadingModel"),
        "/health" or "/v1/health" => new(200, """{"status":"ok"}"""),
        "/props" => new(200, Props(state.Models[0])),
        _ => null,
    };

    public override void WriteBeforeChoices(Utf8JsonWriter writer, string model) => writer.WriteString("system_fingerprint", Build);

    public override void WriteAfterUsage(Utf8JsonWriter writer, Usage usage, bool isStreamed)
    {
        writer.WriteStartObject("timings");
        writer.WriteNumber("cache_n", 0);
        WriteTiming(writer, "prompt", usage.Prompt);
        WriteTiming(writer, "predicted", usage.Completion);
        writer.WriteEndObject();
    }

    public override void WriteDelta(Utf8JsonWriter writer, Delta delta)
    {
        if (delta.Role)
        {
            writer.WriteString("role", "assistant");
        }
        if (delta.Kind == ChunkKind.Opening)
        {
            writer.WriteNull("content");
        }
        if (delta.Piece?.Reasoning is { } reasoning)
        {
            writer.WriteString(delta.ReasoningField, reasoning);
        }
        if (delta.Piece?.Content is { } content)
        {
            writer.WriteString("content", content);
        }
    }

    public override void WriteMessage(Utf8JsonWriter writer, Answer answer, string reasoningField)
    {
        if (answer.Reasoning is { } reasoning)
        {
            writer.WriteString(reasoningField, reasoning);
        }
        writer.WriteString("content", answer.Content is null && !answer.HasToolCalls ? "" : answer.Content);
    }

    public override void WriteModel(Utf8JsonWriter writer, string model)
    {
        writer.WriteString("id", model);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", OllamaTags.Modified.ToUnixTimeSeconds());
        writer.WriteString("owned_by", "llamacpp");
        writer.WriteStartObject("meta");
        writer.WriteNumber("n_ctx_train", 4 * Context);
        writer.WriteNumber("n_embd", 3584);
        writer.WriteNumber("n_params", 7_615_616_512);
        writer.WriteNumber("size", 4_677_120_000);
        writer.WriteEndObject();
    }

    private static void WriteTiming(Utf8JsonWriter writer, string what, int tokens)
    {
        writer.WriteNumber(what + "_n", tokens);
        writer.WriteNumber(what + "_ms", tokens * Pace);
        writer.WriteNumber(what + "_per_token_ms", Pace);
        writer.WriteNumber(what + "_per_second", 1000 / Pace);
    }

    private static string Props(string model) => new JsonObject
    {
        ["default_generation_settings"] = new JsonObject { ["n_ctx"] = Context },
        ["total_slots"] = 4,
        ["model_path"] = model,
        ["chat_template"] = "",
        ["modalities"] = new JsonObject { ["vision"] = false },
        ["build_info"] = Build,
        ["is_sleeping"] = false,
    }.ToJsonString();
}
