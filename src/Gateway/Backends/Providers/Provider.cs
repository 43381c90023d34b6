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

    /// <summary>All but filling in the middle, which few take in a chat; the others drop it without a word.</summary>
    protected const Demand AnyDemand = Demand.Vision | Demand.Audio | Demand.Tools | Demand.JsonSchema | Demand.ImageAddress;

    /// <summary>The price list that holds at an address; null when none is known.</summary>
    public virtual string? PriceList(Uri url) => null;

    /// <summary>Asks a backend for its models and what they can do. Must not make it load one.</summary>
    public virtual Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        OpenAiDiscovery.ReadAsync(client, cancellationToken);

    /// <summary>Edits a body where a model would refuse a member, or needs one, by what is known of the provider.</summary>
    public virtual void MendBody(ReadOnlySpan<byte> body, RequestHead head, ModelCard model, ByteEdits edits)
    {
    }

    /// <summary>What to do when nothing answers at the address.</summary>
    public virtual string WhenUnreachable(Uri url) => $"nothing answers at {url.GetLeftPart(UriPartial.Authority)}";

    /// <summary>Says what class of failure a response of 400 and above is.</summary>
    public virtual BackendFailure Classify(int status, BackendErrorText error) => status switch
    {
        401 or 403 => BackendFailure.Credential,
        402 => BackendFailure.OutOfCredit,
        404 or 410 => BackendFailure.ModelMissing,
        408 => BackendFailure.Timeout,
        429 => error.Code == "insufficient_quota" ? BackendFailure.OutOfCredit : BackendFailure.RateLimited,
        // 407: a proxy on the way wants a password; the client has none for it.
        407 or 499 or >= 500 => BackendFailure.Unavailable,
        _ => error.Code == "context_length_exceeded" ? BackendFailure.ContextTooLong : BackendFailure.ClientFault,
    };
}
