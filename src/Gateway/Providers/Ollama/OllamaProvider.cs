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

namespace Gateway.Providers.Ollama;

/// <summary>Ollama's OpenAI API. It writes `reasoning`, only takes inline images, and is silent while it loads a model.</summary>
internal sealed class OllamaProvider : Provider
{
    private static readonly ThinkingWords Thinking = new()
    {
        Switch = HeadKeys.ReasoningEffort,
        Own = HeadKeys.ReasoningEffort | HeadKeys.Reasoning,
        Off = ",\"reasoning_effort\":\"none\""u8.ToArray(),
    };

    private static readonly OllamaGenerate Generate = new();

    public override string Name => "ollama";

    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.Reasoning;

    public override Translation? TranslationOf(OperationKind operation, RequestHead head) =>
        operation == OperationKind.Completion ? Generate : null;

    // It makes one answer, whatever `n` says, and only takes text.
    public override Demand Takes => (AnyDemand | Demand.Infill) & ~(Demand.ImageAddress | Demand.Choices | Demand.Tokens);

    // Through a Go template. Whatever it leaves to its runner, the runner refuses.
    public override bool CutsSilently => true;

    /// <summary>The path of an operation. For embeddings it is that of Ollama's own API, which can be told not to cut anything.</summary>
    public override string? PathOf(OperationKind operation) => operation == OperationKind.Embedding ? "/api/embed" : base.PathOf(operation);

    public override bool RefusesTooLong(OperationKind operation) => operation is OperationKind.Embedding or OperationKind.Completion;

    public override BodyMends Mends =>
        BodyMends.SystemRole | BodyMends.MaxTokens | BodyMends.FilledArguments | BodyMends.FilledContent;

    // It thinks by default. No other name for it is needed: a model without levels treats any of them as "on".
    public override ThinkingWords? ThinkingOf(ModelCard model) => Thinking;

    public override string? DefaultQuantization => SizeGuide.OllamaDefault;

    // Its cloud models are listed beside the others, some under names the operator chose.
    public override bool MaySendOn => true;

    // OLLAMA_NUM_PARALLEL. It keeps all other requests in a line of its own, where nobody knows whose turn it is.
    public override int PlacesPerModel => 1;

    public override bool HasImplicitTag => true;

    public override bool LoadsModels => true;

    public override bool GivesLess => true;

    public override int? DefaultContext => OllamaVersion.DefaultContext;

    // Without a prompt it loads the model and says so.
    public override string? WarmUpPath => "/api/generate";

    public override TimeSpan ConnectTimeout => TimeSpan.FromSeconds(2);

    // Headers come with the first token, so a cold load looks like silence; Ollama itself allows five minutes for a load.
    public override TimeSpan FirstByteTimeout => TimeSpan.FromMinutes(5);

    public override TimeSpan WarmFirstByteTimeout => TimeSpan.FromMinutes(5);

    public override Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        OllamaDiscovery.ReadAsync(client, cancellationToken);

    public override string WhenUnreachable(Uri url) =>
        $"no Ollama answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'ollama serve')";

    protected override ImmutableArray<FailureRow> Failures { get; } =
    [
        // Only its cloud models need somebody to be signed in, or are disabled by OLLAMA_NO_CLOUD.
        new(401, BackendFailure.Credential)
        {
            AsksToSignIn = true,
            WayOut = "this Ollama is not signed in to its cloud: the operator runs 'ollama signin' there",
        },
        new(403, BackendFailure.Credential) { Words = ["cloud"], WayOut = "the operator may switch Ollama's cloud on again there" },
        // It has no code for a prompt that is too long; a server started with truncation off says so in words.
        new(400, BackendFailure.ContextTooLong) { Words = ["context length"] },
        new(400, BackendFailure.Incapable) { Words = ["does not support chat"] },
        // Its templates are Go templates.
        new(500, BackendFailure.ClientFault) { Words = ["template: "] },
    ];
}
