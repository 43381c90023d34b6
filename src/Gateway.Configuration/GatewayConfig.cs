using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

/// <summary>The configuration file as written. The <c>GatewaySnapshot</c> is built from it at run time.</summary>
[Description(
    "The gateway's configuration. A change takes effect while the gateway runs, except for keys marked as needing a restart. If the " +
    "file has a mistake, the gateway reports it and keeps the last good configuration.")]
internal sealed record GatewayConfig
{
    [NeedsRestart]
    public ListenConfig Listen { get; init; } = new();

    [Description(
        "true: serve callers without a key beyond this machine. It only matters without 'keys': then the gateway refuses to listen " +
        "beyond loopback unless this is true.")]
    public bool Anonymous { get; init; }

    [Description("The places that requests are sent to. A model that several backends hold is tried in this order. Default: none.")]
    public IReadOnlyList<BackendConfig> Backends { get; init; } = [];

    [Description(
        "Names with candidates of your choice. Without any, every tag works with what the backends hold. An entry named like a tag " +
        "replaces that tag, and tells the gateway that its candidates have the tag. Default: none.")]
    public IReadOnlyList<RouteConfig> Routes { get; init; } = [];

    public RoutingConfig Routing { get; init; } = new();

    [Description("Facts about models that you know beyond what the gateway finds out: tags, context, price. Default: none.")]
    public IReadOnlyList<ModelConfig> Models { get; init; } = [];

    public PricesConfig? Prices { get; init; }

    public BackgroundConfig Background { get; init; } = new();

    public ResilienceConfig Resilience { get; init; } = new();

    public StreamsConfig Streams { get; init; } = new();

    [Description(
        "The API keys that clients present. 'gateway keys new' creates one. Without any, the gateway serves only this machine. " +
        "Default: none.")]
    public IReadOnlyList<KeyConfig> Keys { get; init; } = [];

    [Description("Groups of owners that share limits. Default: none.")]
    public IReadOnlyList<TeamConfig> Teams { get; init; } = [];

    [Description(
        "A secret of at least 16 characters that is mixed into the hashes of stored keys (HMAC-SHA-256), so that nobody can test keys " +
        "against a stolen database alone. Keys stored before it was set stay valid. Keys stored since then are not recognized without " +
        "it or with another secret. Default: none.")]
    [NeedsRestart]
    public SecretConfig? KeyPepper { get; init; }

    public FrontEndsConfig FrontEnds { get; init; } = new();

    [NeedsRestart]
    public StorageConfig? Storage { get; init; }

    [NeedsRestart]
    public LedgerConfig Ledger { get; init; } = new();

    public QuotasConfig Quotas { get; init; } = new();

    public AlertsConfig Alerts { get; init; } = new();

    public LimitsConfig Limits { get; init; } = new();

    public CorsConfig Cors { get; init; } = new();

    [NeedsRestart]
    public TelemetryConfig Telemetry { get; init; } = new();

    [Within("0s", "30m")]
    [Description(
        "How long running answers may go on after the gateway is told to stop. Answers that are unfinished then end with an " +
        "error event.")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>True when counters are shared by gateways that do not share a ledger.</summary>
    public bool KeepsNoBudgets => Quotas.Redis is not null && Storage?.Provider != StorageProvider.PostgreSql;
}
