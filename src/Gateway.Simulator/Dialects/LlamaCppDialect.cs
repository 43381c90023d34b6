using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Dialects;

/// <summary>The server of llama.cpp.</summary>
internal sealed class LlamaCppDialect : Dialect
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLength = 32;

    // Of the made-up timings: milliseconds for each token.
    private const double Pace = 8.5;

    public override string Name => "llamacpp";

    public override IReadOnlyList<string> DefaultModels => ["qwen2.5-coder-7b-instruct-q4_k_m.gguf"];

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Errors => LlamaCppErrors.All;

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Refusals => LlamaCppRefusals.All;

    public override string LateError => LlamaCppErrors.Body(500, LateMessage, "server_error");

    public override string ReasoningField => "reasoning_content";

    public override bool MakesChoices => true;

    public override UsagePlacement Usage => UsagePlacement.LastChunk;

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.Pieces;

    public override int ToolCallIdLength => IdLength;

    public override string ToolCallIdAlphabet => Alphabet;

    public override bool ChoicesFirst => true;

    public override bool HasPathsWithoutVersion => true;

    public override bool Continues(ChatRequest request) => request.LastAssistantText is not null;

    public override bool HeadersWithFirstToken => true;

    public override (string None, string Wrong) KeyErrors => ("badKey", "badKey");

    public override int? TokenLimit(ChatRequest request) => request.MaxCompletionTokens ?? request.MaxTokens;

    public override string NotForChat => "notForChat";

    public override bool LoadsOnDemand(int models) => models > 1;

    public override string ToolCallIdPrefix(int index) => "";

    public override string NewId(long count, TimeProvider time) => "chatcmpl-" + StableHash.Text((ulong)count, IdLength, Alphabet);

    public override string? Lack(ChatNeeds needs, ModelFacts model, SimulatorOptions options) => needs switch
    {
        { HasLoneSurrogate: true } => "parseError",
        { HasBrokenArguments: true } => "brokenArguments",
        { HasImage: true } when !model.Can("vision") => "noImages",
        { SystemIsFirst: false } when model.HasStrictTemplate => "systemNotFirst",
        { RolesAlternate: false } when model.HasStrictTemplate => "rolesDoNotAlternate",
        _ => null,
    };

    public override ErrorAnswer? Page(string path, IQueryCollection query, BackendState state) => path switch
    {
        "/health" or "/v1/health" when state.Models.Any(m => state.Scripts.ErrorOf(m) == "loadingModel") => Error("loadingModel"),
        "/health" or "/v1/health" => new(200, """{"status":"ok"}"""),
        "/props" => LlamaCppModels.Props(query, state),
        _ => null,
    };

    public override void WriteBeforeChoices(Utf8JsonWriter writer, string model) => writer.WriteString("system_fingerprint", LlamaCppModels.Build);

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

    public override void WriteModel(Utf8JsonWriter writer, ModelFacts model, BackendState state) =>
        LlamaCppModels.Write(writer, model, state);

    private static void WriteTiming(Utf8JsonWriter writer, string what, int tokens)
    {
        writer.WriteNumber(what + "_n", tokens);
        writer.WriteNumber(what + "_ms", tokens * Pace);
        writer.WriteNumber(what + "_per_token_ms", Pace);
        writer.WriteNumber(what + "_per_second", 1000 / Pace);
    }
}
