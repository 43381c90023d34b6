using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

/// <summary>The configuration file as written. The <c>GatewaySnapshot</c> is built from it at run time.</summary>
[Description("Configuration of the gateway. A change is taken over while it runs, except where a key says that it needs a restart; a file with a mistake is reported and the last good one stays in force.")]
internal sealed record GatewayConfig
{
    [Description("The addresses the gateway listens on.")]
    [NeedsRestart]
    public ListenConfig Listen { get; init; } = new();

    [Description("Serve callers without a key beyond this machine. Only meaningful without 'keys'; the gateway refuses to listen beyond loopback without keys unless this says true.")]
    public bool Anonymous { get; init; }

    [Description("The places requests are sent to. A model that several hold is tried in this order.")]
    public IReadOnlyList<BackendConfig> Backends { get; init; } = [];

    [Description("Names with candidates of your choice. Without any, every tag works from what the backends hold; an entry named like a tag replaces that, and is your word that its candidates have the tag.")]
    public IReadOnlyList<RouteConfig> Routes { get; init; } = [];

    [Description("How names without an entry under 'routes' are routed.")]
    public RoutingConfig Routing { get; init; } = new();

    [Description("What you know of models beyond what the gateway finds out: their tags, context, price.")]
    public IReadOnlyList<ModelConfig> Models { get; init; } = [];

    [Description("Requests that nobody waits for.")]
    public BackgroundConfig Background { get; init; } = new();

    [Description("What happens when backends fail.")]
    public ResilienceConfig Resilience { get; init; } = new();

    [Description("How answers are streamed to clients.")]
    public StreamsConfig Streams { get; init; } = new();

    [Description("The API keys that clients present. 'gateway keys new' makes one. Without any, only this machine is served.")]
    public IReadOnlyList<KeyConfig> Keys { get; init; } = [];

    [Description("Groups of owners that share limits.")]
    public IReadOnlyList<TeamConfig> Teams { get; init; } = [];

    [Description("A secret of 16 characters or more that is mixed into the hashes of stored keys (HMAC-SHA-256), so that a stolen database alone proves nothing. Keys stored before it was set stay valid; without it, or with another, those stored since are not known.")]
    [NeedsRestart]
    public SecretConfig? KeyPepper { get; init; }

    [Description("Front ends that speak for many users.")]
    public FrontEndsConfig FrontEnds { get; init; } = new();

    [Description("Where stored keys are kept.")]
    [NeedsRestart]
    public StorageConfig? Storage { get; init; }

    [Description("The record of what each request used.")]
    [NeedsRestart]
    public LedgerConfig Ledger { get; init; } = new();

    [Description("Who may use how much.")]
    public QuotasConfig Quotas { get; init; } = new();

    [Description("Upper bounds that protect the gateway itself.")]
    public LimitsConfig Limits { get; init; } = new();

    [Description("Which web pages may call the gateway.")]
    public CorsConfig Cors { get; init; } = new();

    [Description("What the gateway tells of itself.")]
    [NeedsRestart]
    public TelemetryConfig Telemetry { get; init; } = new();

    [Within("0s", "30m")]
    [Description("How long running answers may go on after the gateway was told to stop. What is not finished then ends with an error event.")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>True when counters are shared by gateways that do not share a ledger.</summary>
    public bool KeepsNoBudgets => Quotas.Redis is not null && Storage?.Provider != StorageProvider.PostgreSql;
}
