using System.Collections.Immutable;
using Gateway.Backends.Discovery;
using Gateway.Backends.Failures;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;

namespace Gateway.Backends;

/// <summary>
/// The differences between the kinds of API behind the gateway. The defaults are OpenAI's; a provider overrides
/// what its servers do differently.
/// </summary>
internal abstract class Provider
{
    public abstract string Name { get; }

    /// <summary>The path of an operation after the backend's root; null when its servers do not have it.</summary>
    public virtual string? PathOf(OperationKind operation) => operation switch
    {
        OperationKind.Chat => "/v1/chat/completions",
        OperationKind.Completion => "/v1/completions",
        OperationKind.Embedding => "/v1/embeddings",
        // OpenAI's API has none; servers that do have it use the same path.
        OperationKind.Rerank => HasRerank ? "/v1/rerank" : null,
    };

    /// <summary>True when a text that is too long is refused on request, in an operation that would otherwise cut it.</summary>
    public virtual bool RefusesTooLong(OperationKind operation) => false;

    /// <summary>The most texts in one embeddings request.</summary>
    public virtual int MostInputs => 2048;

    /// <summary>True when it reranks documents, which OpenAI's API does not cover.</summary>
    public virtual bool HasRerank => false;

    /// <summary>The translation of an operation to its own API; null when it uses OpenAI's.</summary>
    public virtual Translation? TranslationOf(OperationKind operation, RequestHead head) => null;

    /// <summary>
    /// True when usage in a stream must be requested. A provider that always sends it is not sent a field it does not know.
    /// </summary>
    public virtual bool SendsUsageOnRequestOnly => true;

    /// <summary>The field, with quotes, in which the provider reads reasoning from the history; empty for either.</summary>
    public virtual ReadOnlyMemory<byte> ReasoningName => default;

    /// <summary>The demands its API can express at all, whatever the model.</summary>
    public virtual Demand Takes => AnyDemand;

    /// <summary>True when it may ignore the suffix for a model that cannot fill in, so that its answer proves nothing.</summary>
    public virtual bool MayDropSuffix => false;

    /// <summary>True when a model's name without a tag means the tag <c>latest</c>.</summary>
    public virtual bool HasImplicitTag => false;

    /// <summary>The default number of requests one of its models answers at a time; 0 when no limit is known.</summary>
    public virtual int PlacesPerModel => 0;

    /// <summary>True when it loads models on demand, in silence.</summary>
    public virtual bool LoadsModels => false;

    /// <summary>True when models get a shorter context than they were trained for unless another is set.</summary>
    public virtual bool GivesLess => false;

    /// <summary>The context such a server gives when none is set; null when unknown.</summary>
    public virtual int? DefaultContext => null;

    /// <summary>
    /// The path after the backend's root that answers 503 while the model it was started with is loading, and 200 once
    /// it serves; null when it has none.
    /// </summary>
    public virtual string? ReadyPath => null;

    /// <summary>The path after the backend's root at which an empty request loads a model; null when it has none.</summary>
    public virtual string? WarmUpPath => null;

    /// <summary>The way it is told to continue an answer that another backend began; null when nothing proves that it can.</summary>
    public virtual AssistantPrefix? Prefix => null;

    /// <summary>The way it is told to continue a trailing assistant message; null when it does so by default or cannot.</summary>
    public virtual AssistantPrefix? Continues => Prefix;

    /// <summary>The parts of a body it refuses or drops although an equivalent exists.</summary>
    public virtual BodyMends Mends => BodyMends.SystemRole;

    /// <summary>How long a rate limit lasts if only the error's text says so and no header does.</summary>
    public virtual TimeSpan? PauseOf(BackendErrorText error) => null;

    /// <summary>True when it cuts a prompt longer than a model's context and answers all the same.</summary>
    public virtual bool CutsSilently => false;

    /// <summary>
    /// True when it may cut a prompt silently, as far as is known. A server that certainly refuses has another reason for a low token
    /// count.
    /// </summary>
    public virtual bool MayCut => CutsSilently;

    /// <summary>True when it refuses a prompt that fits but leaves no room for the requested answer.</summary>
    public virtual bool ReservesAnswer => false;

    /// <summary>The path after the backend's root that counts the prompt tokens of a chat exactly; null when it has none.</summary>
    public virtual string? CountPath => null;

    /// <summary>True when it reports the tokens of only one of several choices.</summary>
    public virtual bool CountsOneChoice => false;

    /// <summary>True when it may pass a model's requests on to a cloud, so that only its own list proves a model to be local.</summary>
    public virtual bool MaySendOn => false;

    /// <summary>The assumed quantization of a model when none is reported; null for none.</summary>
    public virtual string? DefaultQuantization => null;

    /// <summary>The response header that names the request in the provider's own logs.</summary>
    public virtual string TraceHeader => "x-request-id";

    /// <summary>The default limit for the TCP and TLS handshake.</summary>
    public virtual TimeSpan ConnectTimeout => TimeSpan.FromSeconds(5);

    /// <summary>The default limit from sending to the first event or byte of the answer.</summary>
    public virtual TimeSpan FirstByteTimeout => TimeSpan.FromSeconds(60);

    /// <summary>
    /// The default limit when no model has to be loaded. One of the team's own machines may have to read a long prompt, and to serve others
    /// first.
    /// </summary>
    public virtual TimeSpan WarmFirstByteTimeout => TimeSpan.FromSeconds(60);

    /// <summary>The default limit between two reads of a stream.</summary>
    public virtual TimeSpan IdleTimeout => TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a model is left alone after its load failed: the next request would only load it again, and fail as late.
    /// </summary>
    internal static readonly TimeSpan AfterFailedLoad = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Everything except fill-in-the-middle: few servers take it in a chat or after a prompt, and the others drop it silently.
    /// </summary>
    protected const Demand AnyDemand =
        Demand.Vision | Demand.Audio | Demand.Tools | Demand.JsonSchema | Demand.ImageAddress | Demand.Choices | Demand.Tokens;

    /// <summary>For servers that pass the switch to the model's chat template.</summary>
    protected static readonly ThinkingWords TemplateWords = new()
    {
        Switch = HeadKeys.ChatTemplateKwargs,
        Own = HeadKeys.ChatTemplateKwargs | HeadKeys.ReasoningEffort,
        Off = "\"enable_thinking\":false"u8.ToArray(),
        On = "\"enable_thinking\":true"u8.ToArray(),
        IsInside = true,
    };

    /// <summary>The price list that applies at an address; null when none is known.</summary>
    public virtual string? PriceList(Uri url) => null;

    /// <summary>Asks a backend for its models and their abilities. Must not make it load one.</summary>
    public virtual Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        OpenAiDiscovery.ReadAsync(client, cancellationToken);

    /// <summary>The words in which it is told whether a model should think; null to pass on the client's.</summary>
    public virtual ThinkingWords? ThinkingOf(ModelCard model) => null;

    /// <summary>True when a model cannot do what is asked while it thinks.</summary>
    public virtual bool MustNotThink(RequestHead head, ModelCard model) => false;

    /// <summary>The meaning of its own codes and words, checked before <see cref="SharedFailures"/>; the first matching row wins.</summary>
    protected virtual ImmutableArray<FailureRow> Failures => [];

    /// <summary>The advice when nothing answers at the address.</summary>
    public virtual string WhenUnreachable(Uri url) => $"nothing answers at {url.GetLeftPart(UriPartial.Authority)}";

    /// <summary>The class of failure of a response that is not an answer.</summary>
    public BackendFailure Classify(int status, BackendErrorText error) => RowOf(status, error, static _ => false).Kind;

    /// <summary>The row that classifies a response that is not an answer.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="error">Its error.</param>
    /// <param name="mayBeQuoted">True for words that may be the request's own, repeated by the backend.</param>
    public FailureRow RowOf(int status, BackendErrorText error, Predicate<string> mayBeQuoted) =>
        Failures.Concat(SharedFailures.Rows).First(r => r.Matches(status, error, mayBeQuoted));
}
