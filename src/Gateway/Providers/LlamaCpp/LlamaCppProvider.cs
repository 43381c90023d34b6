using System.Collections.Immutable;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Backends.Failures;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;

namespace Gateway.Providers.LlamaCpp;

/// <summary>The llama.cpp server. Its code only repeats the status, so the words must say what a 400 is.</summary>
internal sealed class LlamaCppProvider : Provider
{
    private static readonly LlamaCppInfill Infill = new();

    public override string Name => "llamacpp";

    public override bool HasRerank => true;

    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.ReasoningContent;

    public override Demand Takes => AnyDemand | Demand.Infill;

    public override Translation? TranslationOf(OperationKind operation, RequestHead head) =>
        operation == OperationKind.Completion && head.HasSuffix ? Infill : null;

    /// <summary>
    /// The parts to mend: with templates that take arguments as an object, it parses those in the history and fails on an empty text.
    /// </summary>
    public override BodyMends Mends => BodyMends.SystemRole | BodyMends.FilledArguments;

    public override bool LoadsModels => true;

    public override string CountPath => "/v1/chat/completions/input_tokens?autoload=false";

    public override bool CountsOneChoice => true;

    public override bool GivesLess => true;

    /// <summary>
    /// A trailing assistant message is enough, unless it was started with <c>--no-prefill-assistant</c>. A thinking model refuses.
    /// </summary>
    public override AssistantPrefix Prefix { get; } = new() { WithoutThinking = true };

    public override ThinkingWords? ThinkingOf(ModelCard model) => TemplateWords;

    public override TimeSpan ConnectTimeout => TimeSpan.FromSeconds(2);

    public override string? ReadyPath => "/health";

    // With one model it answers 503 while loading; with many, the first request of a model loads it in silence.
    public override TimeSpan FirstByteTimeout => TimeSpan.FromMinutes(5);

    public override TimeSpan WarmFirstByteTimeout => TimeSpan.FromMinutes(5);

    public override Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        LlamaCppDiscovery.ReadAsync(client, cancellationToken);

    public override string WhenUnreachable(Uri url) =>
        $"no llama.cpp server answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'llama-server -m <file>.gguf --port "
        + $"{url.Port}')";

    protected override ImmutableArray<FailureRow> Failures { get; } =
    [
        // For a text to embed, which must fit into one batch.
        new(500, BackendFailure.ContextTooLong) { Words = ["too large to process"] },
        new(501, BackendFailure.Incapable) { Words = BlamingWords.OfNoInfill, Lacks = Tag.FIM },
        new(400, BackendFailure.ContextTooLong) { Words = ["context size"] },
        new(400, BackendFailure.ModelMissing) { Words = ["model not found", "model is not loaded"] },
        // An embedding model that was asked to chat.
        new(500, BackendFailure.Incapable) { Words = ["does not logits computation", "This server does not support"] },
        // The model's output could not be parsed.
        new(500, BackendFailure.BadAnswer) { Words = ["Failed to parse input at pos"] },
        new(500, BackendFailure.ClientFault) { Words = BlamingWords.OfFailedMedia },
        // A router loads the model again for each request, and fails again. Its message has the model's name in the middle.
        new(500, BackendFailure.Unavailable) { Words = ["failed to load"], Pause = AfterFailedLoad },
    ];
}
