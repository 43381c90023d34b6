using System.Collections.Immutable;
using Gateway.Backends.Discovery;
using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>Ollama's OpenAI surface. It says `reasoning`, takes inline images only, and is silent while it loads a model.</summary>
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

    public override Translation? TranslationOf(OperationKind operation, RequestHead head) => operation == OperationKind.Completion ? Generate : null;

    // It makes one answer, whatever `n` says, and takes text alone.
    public override Demand Takes => (AnyDemand | Demand.Infill) & ~(Demand.ImageAddress | Demand.Choices | Demand.Tokens);

    // Through a Go template. What it leaves to its runner, that refuses.
    public override bool CutsSilently => true;

    /// <summary>Its own words for vectors, as those for bare text, can say that nothing shall be cut.</summary>
    public override string? PathOf(OperationKind operation) => operation == OperationKind.Embedding ? "/api/embed" : base.PathOf(operation);

    public override bool RefusesTooLong(OperationKind operation) => operation is OperationKind.Embedding or OperationKind.Completion;

    public override BodyMends Mends =>
        BodyMends.SystemRole | BodyMends.MaxTokens | BodyMends.FilledArguments | BodyMends.FilledContent;

    // It thinks unless told. No name of it is needed for more: a model without levels takes any of them for "on".
    public override ThinkingWords? ThinkingOf(ModelCard model) => Thinking;

    public override string? DefaultQuantization => SizeGuide.OllamaDefault;

    // Its cloud models stand beside the others, some under names of the operator's.
    public override bool MaySendOn => true;

    // OLLAMA_NUM_PARALLEL. It lets all others wait in a line of its own, where nobody knows whose turn it is.
    public override int PlacesPerModel => 1;

    public override bool HasImplicitTag => true;

    public override bool LoadsModels => true;

    public override bool GivesLess => true;

    public override int? DefaultContext => OllamaVersion.DefaultContext;

    // Without a prompt it loads the model and says so.
    public override string? WarmUpPath => "/api/generate";

    public override TimeSpan ConnectTimeout => TimeSpan.FromSeconds(2);

    // Headers come with the first token, so a cold load looks like silence; Ollama itself gives a load five minutes.
    public override TimeSpan FirstByteTimeout => TimeSpan.FromMinutes(5);

    public override TimeSpan WarmFirstByteTimeout => TimeSpan.FromMinutes(5);

    public override Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        OllamaDiscovery.ReadAsync(client, cancellationToken);

    public override string WhenUnreachable(Uri url) =>
        $"no Ollama answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'ollama serve')";

    protected override ImmutableArray<FailureRow> Failures { get; } =
    [
        // Its cloud models alone need somebody who is signed in, or are switched off by OLLAMA_NO_CLOUD.
        new(401, BackendFailure.Credential)
        {
            AsksToSignIn = true,
            WayOut = "this Ollama is not signed in to its cloud: the operator runs 'ollama signin' there",
        },
        new(403, BackendFailure.Credential) { Words = ["cloud"], WayOut = "the operator may switch Ollama's cloud on again there" },
        // It has no code for a prompt that is too long; a server started with truncation off says so in words.
        new(400, BackendFailure.ContextTooLong) { Words = ["context length"] },
        new(400, BackendFailure.Incapable) { Words = ["does not support chat"] },
        // Its templates are Go's.
        new(500, BackendFailure.ClientFault) { Words = ["template: "] },
    ];
}
