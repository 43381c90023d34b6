using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Dialects.Ollama;

/// <summary>Ollama 0.33.</summary>
internal class OllamaDialect : Dialect
{
    // Ollama draws its ids from so few numbers that they are not unique.
    private const long IdCount = 999;
    private const long IdStep = 389;

    // The default on a machine with less than 24 GiB of video memory.
    private const int DefaultContext = 4096;

    public override string Name => "ollama";

    /// <summary>The version at /api/version.</summary>
    public virtual string Version => "0.33.0";

    /// <summary>The name of the error for an invalid schema.</summary>
    protected virtual string BadSchema => "badSchema";

    /// <summary>True when /api/tags lists the capabilities of models.</summary>
    public virtual bool TagsHaveCapabilities => true;

    public override IReadOnlyList<string> DefaultModels =>
    [
        "qwen2.5-coder:7b", "qwen2.5:7b", "qwen3:8b", "qwen2.5vl:7b", "deepseek-r1:7b", "nomic-embed-text:latest", "gpt-oss:120b-cloud",
    ];

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Errors => OllamaErrors.All;

    public override FrozenDictionary<string, Func<string, ErrorAnswer>> Refusals => OllamaRefusals.All;

    public override string ReasoningField => "reasoning";

    public override UsagePlacement Usage => UsagePlacement.LastChunkIfAsked;

    public override bool TellsLogprobs => true;

    public override ToolCallStyle ToolCallStyle => ToolCallStyle.Whole;

    public override int ToolCallIdLength => 8;

    public override bool HasOpeningChunk => false;

    public override bool SaysThatItSaysNothing => true;

    // Its templates continue the text unasked. It ignores the fields by which other servers are asked to.
    public override string? BegunText(ChatRequest request) => request.LastAssistantText;

    public override bool HeadersWithFirstToken => true;

    public override (string None, string Wrong) KeyErrors => ("unauthorized", "unauthorized");

    // A name without a tag means the latest.
    public override ModelFacts? Find(string? name, HeldModels held) =>
        held.Find(name) ?? (name?.Contains(':', StringComparison.Ordinal) == false ? held.Find($"{name}:latest") : null);

    // Like every JSON reader in Go.
    public override bool IgnoresCase => true;

    public override string NotForChat => "notForChat";

    public override TimeSpan? KeepsLoaded(SimulatorOptions options) => TimeSpan.FromMinutes(5);

    public override bool LoadsOnDemand(int models, SimulatorOptions options) => true;

    public override bool LoadsOneByOne => true;

    public override int? PlacesOf(ModelFacts model, SimulatorOptions options) => model.RemoteHost is null ? options.Parallel : null;

    public override string NewId(long count, TimeProvider time) =>
        "chatcmpl-" + (count * IdStep % IdCount).ToString(CultureInfo.InvariantCulture);

    public override string? Refusal(ChatRequest request) =>
        !request.HasMessages ? "noMessages" : AsksInVain(request) ? "badRequest" : request.HasRemoteImage ? "imageAddress" : null;

    public override string? RefusalOfCompletion(ChatRequest request, ModelFacts model) =>
        request.HasListOfPrompts ? "promptNotText" : request.Needs.HasSuffix && !model.Can("insert") ? "doesNotSupportInsert" : null;

    public override string? Lack(ChatNeeds needs, ModelFacts model, SimulatorOptions options) => (needs, model) switch
    {
        (_, { RemoteHost: not null }) when options.IsSignedOut => "notSignedIn",
        ({ HasNullContent: true }, _) => "nullContent",
        ({ HasBrokenArguments: true }, _) => "invalidToolArguments",
        ({ HasTools: true }, _) when !model.Can("tools") => "doesNotSupportTools",
        ({ AsksToThink: true }, _) when !model.Can("thinking") => "doesNotSupportThinking",
        ({ HasBadSchema: true }, _) => BadSchema,
        ({ HasImage: true }, _) when !model.Can("vision") => "noVision",
        _ => null,
    };

    // Ollama's cloud handles lengths itself.
    public override int? ContextOf(ModelFacts model, SimulatorOptions options) =>
        model.RemoteHost is null ? Math.Min(model.ServedContext ?? options.ServerContext ?? DefaultContext, model.ContextLength) : null;

    public override ErrorAnswer? TooLong(int tokens, int context, ModelFacts model) =>
        model.IsNative ? OllamaRefusals.TooLongForRunner(tokens, context) : null;

    public override int Cut(ChatRequest request, int context, ModelFacts model) =>
        OllamaPrompt.Left(request, context, model.TokensPerCharacter);

    public override void WriteBeforeChoices(Utf8JsonWriter writer, string model) => writer.WriteString("system_fingerprint", "fp_ollama");

    public override void WriteDelta(Utf8JsonWriter writer, Delta delta)
    {
        delta.WriteRole(writer);
        if (delta.Kind == ChunkKind.Finish)
        {
            return;
        }
        writer.WriteString("content", delta.Piece?.Content ?? "");
        if (delta.Piece?.Reasoning is { } reasoning)
        {
            writer.WriteString(delta.ReasoningField, reasoning);
        }
    }

    public override void WriteModel(Utf8JsonWriter writer, ModelFacts model, BackendState state)
    {
        writer.WriteString("id", model.Name);
        writer.WriteString("object", "model");
        writer.WriteNumber("created", ModelFacts.Modified.ToUnixTimeSeconds());
        writer.WriteString("owned_by", "library");
    }
}
