using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Dialects.LlamaCpp;

/// <summary>llama.cpp's server.</summary>
internal sealed class LlamaCppDialect : Dialect
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int IdLength = 32;

    private const int DefaultSlots = 4;

    // The share of one slot.
    private const int DefaultContext = 8192;

    // For the made-up timings: milliseconds for each token.
    private const double Pace = 8.5;

    public override string Name => "llamacpp";

    public override IReadOnlyList<string> DefaultModels => ["qwen2.5-coder-7b-instruct-q4_k_m.gguf"];

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Errors => LlamaCppErrors.All;

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Refusals => LlamaCppRefusals.All;

    public override string LateError => LlamaCppErrors.Body(500, LateMessage, "server_error");

    public override string ReasoningField => "reasoning_content";

    public override bool MakesChoices => true;

    public override bool CountsOneChoice => true;

    public override bool InterleavesChoices => true;

    public override bool EndsWithContext => true;

    public override UsagePlacement Usage => UsagePlacement.LastChunkIfAsked;

    public override bool TellsLogprobs => true;

    public override bool TellsProgress => true;

    // A template without a place for tools skips them.
    public override ChatRequest Templated(ChatRequest request, ModelFacts model) =>
        model.Can("tools") ? request : request with { ToolCharacters = 0 };

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.Pieces;

    public override int ToolCallIdLength => IdLength;

    public override string ToolCallIdAlphabet => Alphabet;

    public override bool ChoicesFirst => true;

    public override bool HasPathsWithoutVersion => true;

    public override bool Continues(ChatRequest request) => request.LastAssistantText is not null;

    public override bool HeadersWithFirstToken => true;

    public override (string None, string Wrong) KeyErrors => ("badKey", "badKey");

    public override int? TokenLimit(ChatRequest request) => request.MaxCompletionTokens ?? request.MaxTokens;

    public override string NotForChat => "embeddingModel";

    public override bool LoadsOnDemand(int models, SimulatorOptions options) => models > 1 || options.SleepIdleSeconds is not null;

    public override IEnumerable<string> WarmAtFirst(IReadOnlyList<string> models) => models.Count == 1 ? models : [];

    public override TimeSpan? KeepsLoaded(SimulatorOptions options) =>
        options.SleepIdleSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public override int? PlacesOf(ModelFacts model, SimulatorOptions options) => options.Parallel ?? DefaultSlots;

    public override ErrorAnswer? NotReady(BackendState state) =>
        !LlamaCppModels.IsRouter(state) && state.IsStarting ? Error("loadingModel") : null;

    public override ErrorAnswer? PagesNotReady(BackendState state) => NotReady(state)
        ?? (state.Held.All is [var only] && LlamaCppModels.IsLoading(only, state) ? Error("loadingModel") : null);

    public override string ToolCallIdPrefix(int index) => "";

    public override string NewId(long count, TimeProvider time) => "chatcmpl-" + StableHash.Text((ulong)count, IdLength, Alphabet);

    // A list without messages is an empty prompt.
    public override string? Refusal(ChatRequest request) => request.SaysMessages && !AsksInVain(request) ? null : "badRequest";

    // It fills gaps only at its own address; the other one ignores the suffix.
    public override string? RefusalOfCompletion(ChatRequest request, ModelFacts model) =>
        request.Form == RequestForm.Infill && !model.Can("insert") ? "infillNotSupported" : null;

    public override string? Lack(ChatNeeds needs, ModelFacts model, SimulatorOptions options) => needs switch
    {
        { HasLoneSurrogate: true } => "parseError",
        { HasBrokenArguments: true } => "brokenArguments",
        { HasImage: true } when !model.Can("vision") => "noImages",
        { SystemIsFirst: false } when model.HasStrictTemplate => "systemNotFirst",
        { RolesAlternate: false } when model.HasStrictTemplate => "rolesDoNotAlternate",
        _ => null,
    };

    public override int? ContextOf(ModelFacts model, SimulatorOptions options) =>
        model.ServedContext ?? Math.Min(options.ServerContext ?? DefaultContext, model.ContextLength);

    public override ErrorAnswer? TooLong(int tokens, int context, ModelFacts model) => LlamaCppErrors.TooLong(tokens, context);

    public override ErrorAnswer? Page(string path, IQueryCollection query, BackendState state) => LlamaCppPages.Get(path, query, state);

    public override bool IsPublic(string path) => path is "/health" or "/v1/health" or "/models" or "/v1/models";

    // With one model, it serves that model under any name or none.
    public override ModelFacts? Find(string? name, HeldModels held) => held.All switch
    {
        [var only] => only,
        var several => several.FirstOrDefault(model => model.Name == name)
            ?? several.FirstOrDefault(model => name is not null && model.Aliases.Contains(name)),
    };

    public override string NameInAnswers(ChatRequest request, ModelFacts model) => model.Name;

    public override string Unreadable => "parseError";

    public override string NoModel => "noModel";

    public override void WriteBeforeList(Utf8JsonWriter writer, BackendState state) => LlamaCppModels.WriteFirst(writer, state);

    public override void WriteBeforeChoices(Utf8JsonWriter writer, string model) =>
        writer.WriteString("system_fingerprint", LlamaCppModels.Build);

    public override void WriteUsageExtras(Utf8JsonWriter writer, Usage usage)
    {
        UsageDetails.WriteCached(writer);
    }

    public override void WriteAfterUsage(Utf8JsonWriter writer, Usage usage, bool isStreamed) => WriteTimings(writer, usage);

    public override void WriteInsteadOfUsage(Utf8JsonWriter writer, Usage usage) => WriteTimings(writer, usage);

    public override void WriteProgress(Utf8JsonWriter writer, Usage usage, int? processed)
    {
        WriteTimings(writer, usage);
        if (processed is { } count)
        {
            writer.WriteStartObject("prompt_progress");
            writer.WriteNumber("total", usage.Prompt);
            writer.WriteNumber("cache", 0);
            writer.WriteNumber("processed", count);
            writer.WriteNumber("time_ms", count * Pace);
            writer.WriteEndObject();
        }
    }

    public override void WriteDelta(Utf8JsonWriter writer, Delta delta)
    {
        delta.WriteRole(writer);
        if (delta.Kind is ChunkKind.Opening or ChunkKind.Progress)
        {
            writer.WriteNull("content");
        }
        delta.WriteParts(writer);
    }

    public override void WriteModel(Utf8JsonWriter writer, ModelFacts model, BackendState state) =>
        LlamaCppModels.Write(writer, model, state);

    private static void WriteTimings(Utf8JsonWriter writer, Usage usage)
    {
        writer.WriteStartObject("timings");
        writer.WriteNumber("cache_n", 0);
        WriteTiming(writer, "prompt", usage.Prompt);
        WriteTiming(writer, "predicted", usage.Completion);
        writer.WriteEndObject();
    }

    private static void WriteTiming(Utf8JsonWriter writer, string what, int tokens)
    {
        writer.WriteNumber(what + "_n", tokens);
        writer.WriteNumber(what + "_ms", tokens * Pace);
        writer.WriteNumber(what + "_per_token_ms", Pace);
        writer.WriteNumber(what + "_per_second", 1000 / Pace);
    }
}
