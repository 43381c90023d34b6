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

    /// <summary>Whether token usage in a stream must be asked for. A provider that always sends it is not sent a field it does not know.</summary>
    public virtual bool SendsUsageOnRequestOnly => true;

    /// <summary>The field, with quotes, in which the provider reads reasoning handed back in the history; empty: either.</summary>
    public virtual ReadOnlyMemory<byte> ReasoningName => default;

    /// <summary>The demands that its API can carry at all, whatever the model.</summary>
    public virtual Demand Takes => AnyDemand;

    /// <summary>Whether a model's name without a tag means the tag <c>latest</c>.</summary>
    public virtual bool HasImplicitTag => false;

    /// <summary>How many requests it answers at a time by default; 0: no limit that is known.</summary>
    public virtual int MaxConcurrent => 0;

    /// <summary>Whether it loads models on demand, in silence.</summary>
    public virtual bool LoadsModels => false;

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
    protected static readonly TimeSpan AfterFailedLoad = TimeSpan.FromSeconds(30);

    /// <summary>All but filling in the middle, which few take in a chat; the others drop it without a word.</summary>
    protected const Demand AnyDemand = Demand.Vision | Demand.Audio | Demand.Tools | Demand.JsonSchema | Demand.ImageAddress;

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
