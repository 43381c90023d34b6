using System.Collections.Immutable;
using Gateway.Backends.Discovery;
using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>
/// What differs between the kinds of API behind the gateway. The defaults are OpenAI's; a provider overrides what its servers do
/// otherwise.
/// </summary>
internal abstract class Provider
{
    public abstract string Name { get; }

    /// <summary>The address of an operation, behind the backend's root; null where its servers do not have it.</summary>
    public virtual string? PathOf(OperationKind operation) => operation switch
    {
        OperationKind.Chat => "/v1/chat/completions",
        OperationKind.Completion => "/v1/completions",
        OperationKind.Embedding => "/v1/embeddings",
        // OpenAI's API has none; those who do have it at the same address.
        OperationKind.Rerank => HasRerank ? "/v1/rerank" : null,
    };

    /// <summary>Whether what is too long is refused where it is asked to do so, in an operation in which it would be cut.</summary>
    public virtual bool RefusesTooLong(OperationKind operation) => false;

    /// <summary>The most texts that one request for vectors may hold.</summary>
    public virtual int MostInputs => 2048;

    /// <summary>Whether it ranks documents, which OpenAI's API has no words for.</summary>
    public virtual bool HasRerank => false;

    /// <summary>In which words of its own an operation is spoken; null where it has OpenAI's.</summary>
    public virtual Translation? TranslationOf(OperationKind operation, RequestHead head) => null;

    /// <summary>Whether token usage in a stream must be asked for. A provider that always sends it is not sent a field it does not know.</summary>
    public virtual bool SendsUsageOnRequestOnly => true;

    /// <summary>The field, with quotes, in which the provider reads reasoning handed back in the history; empty: either.</summary>
    public virtual ReadOnlyMemory<byte> ReasoningName => default;

    /// <summary>The demands that its API can carry at all, whatever the model.</summary>
    public virtual Demand Takes => AnyDemand;

    /// <summary>Whether it may pass over the suffix of a model that fills in nothing, so that its answer proves nothing.</summary>
    public virtual bool MayDropSuffix => false;

    /// <summary>Whether a model's name without a tag means the tag <c>latest</c>.</summary>
    public virtual bool HasImplicitTag => false;

    /// <summary>How many requests one of its models answers at a time by default; 0: no limit that is known.</summary>
    public virtual int PlacesPerModel => 0;

    /// <summary>Whether it loads models on demand, in silence.</summary>
    public virtual bool LoadsModels => false;

    /// <summary>Whether models are given a shorter context than they were trained for, unless somebody sets another.</summary>
    public virtual bool GivesLess => false;

    /// <summary>The context that such a server gives where nobody sets one; null where that is not known.</summary>
    public virtual int? DefaultContext => null;

    /// <summary>
    /// The address, behind the backend's root, that answers 503 while the model it was started with is loaded, and 200 once it serves;
    /// null: it has none.
    /// </summary>
    public virtual string? ReadyPath => null;

    /// <summary>The address, behind the backend's root, at which an empty request loads a model; null: it has none.</summary>
    public virtual string? WarmUpPath => null;

    /// <summary>How it is told to go on with an answer that another began; null where no proof is known that it can.</summary>
    public virtual AssistantPrefix? Prefix => null;

    /// <summary>How it is told to go on with the assistant's message that ends a conversation; null where it does so unasked, or cannot.</summary>
    public virtual AssistantPrefix? Continues => Prefix;

    /// <summary>What it refuses or drops though an equal exists.</summary>
    public virtual BodyMends Mends => BodyMends.SystemRole;

    /// <summary>How long a refusal for too many requests lasts, where its words say so and no header does.</summary>
    public virtual TimeSpan? PauseOf(BackendErrorText error) => null;

    /// <summary>Whether it cuts a prompt that is longer than a model's context, and answers all the same.</summary>
    public virtual bool CutsSilently => false;

    /// <summary>Whether it may do so, as far as is known. Of those that surely refuse, a short count of tokens has another reason.</summary>
    public virtual bool MayCut => CutsSilently;

    /// <summary>Whether it refuses a prompt that fits where the answer that is asked for would have no room behind it.</summary>
    public virtual bool ReservesAnswer => false;

    /// <summary>The address, behind the backend's root, that counts the tokens of a chat's prompt exactly; null: it has none.</summary>
    public virtual string? CountPath => null;

    /// <summary>Whether it tells the tokens of one choice where it makes several.</summary>
    public virtual bool CountsOneChoice => false;

    /// <summary>Whether it may pass a model's requests on to a cloud, so that only its own list proves a model to be local.</summary>
    public virtual bool MaySendOn => false;

    /// <summary>What it takes a model's quantization for when nothing tells; null for nothing.</summary>
    public virtual string? DefaultQuantization => null;

    /// <summary>The response header that names the request in the provider's own logs.</summary>
    public virtual string TraceHeader => "x-request-id";

    /// <summary>Default limit for the TCP and TLS handshake.</summary>
    public virtual TimeSpan ConnectTimeout => TimeSpan.FromSeconds(5);

    /// <summary>Default limit from sending to the first event or byte of the answer.</summary>
    public virtual TimeSpan FirstByteTimeout => TimeSpan.FromSeconds(60);

    /// <summary>The same where no model has to be loaded. An own machine may have a long prompt to read, and others' before it.</summary>
    public virtual TimeSpan WarmFirstByteTimeout => TimeSpan.FromSeconds(60);

    /// <summary>Default limit between two reads of a stream.</summary>
    public virtual TimeSpan IdleTimeout => TimeSpan.FromSeconds(60);

    /// <summary>How long a model is left alone whose load failed: the next request would only load it again, and fail as late.</summary>
    internal static readonly TimeSpan AfterFailedLoad = TimeSpan.FromSeconds(30);

    /// <summary>All but filling in the middle: few take that in a chat or behind a prompt, and the others drop it without a word.</summary>
    protected const Demand AnyDemand =
        Demand.Vision | Demand.Audio | Demand.Tools | Demand.JsonSchema | Demand.ImageAddress | Demand.Choices | Demand.Tokens;

    /// <summary>Servers that hand the switch to the model's chat template.</summary>
    protected static readonly ThinkingWords TemplateWords = new()
    {
        Switch = HeadKeys.ChatTemplateKwargs,
        Own = HeadKeys.ChatTemplateKwargs | HeadKeys.ReasoningEffort,
        Off = "\"enable_thinking\":false"u8.ToArray(),
        On = "\"enable_thinking\":true"u8.ToArray(),
        IsInside = true,
    };

    /// <summary>The price list that holds at an address; null when none is known.</summary>
    public virtual string? PriceList(Uri url) => null;

    /// <summary>Asks a backend for its models and what they can do. Must not make it load one.</summary>
    public virtual Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        OpenAiDiscovery.ReadAsync(client, cancellationToken);

    /// <summary>The words in which it is told whether a model shall think; null: the client's, whatever they are.</summary>
    public virtual ThinkingWords? ThinkingOf(ModelCard model) => null;

    /// <summary>Whether a model cannot do what is asked of it while it thinks.</summary>
    public virtual bool MustNotThink(RequestHead head, ModelCard model) => false;

    /// <summary>What its own codes and words mean, before <see cref="SharedFailures"/>; the first row that matches holds.</summary>
    protected virtual ImmutableArray<FailureRow> Failures => [];

    /// <summary>What to do when nothing answers at the address.</summary>
    public virtual string WhenUnreachable(Uri url) => $"nothing answers at {url.GetLeftPart(UriPartial.Authority)}";

    /// <summary>What class of failure a response is that is no answer.</summary>
    public BackendFailure Classify(int status, BackendErrorText error) => RowOf(status, error, static _ => false).Kind;

    /// <summary>The row that says what a response is that is no answer.</summary>
    /// <param name="status">Its status.</param>
    /// <param name="error">What it says.</param>
    /// <param name="mayBeQuoted">Whether words may be the request's own, which the backend repeats.</param>
    public FailureRow RowOf(int status, BackendErrorText error, Predicate<string> mayBeQuoted) =>
        Failures.Concat(SharedFailures.Rows).First(r => r.Matches(status, error, mayBeQuoted));
}
