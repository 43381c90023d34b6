using System.Collections.Frozen;
using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Ledger.Pricing;
using Gateway.Quotas;
using Gateway.Routing.Candidates;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Wire.Errors;

namespace Gateway.Runtime;

/// <summary>
/// The state derived from one valid configuration and what the backends report. A request reads the snapshot once and keeps it, so that a
/// reload in between changes nothing for it.
/// </summary>
internal sealed class GatewaySnapshot
{
    private readonly ModelCatalog _catalog;

    public GatewaySnapshot(
        GatewayConfig config, KeyRing keys, IReadOnlyList<Backend> backends, ModelKnowledge knowledge, ModelStates states,
        DateTimeOffset now)
    {
        Config = config;
        All = backends;
        Keys = keys;
        var usable = backends.Where(b => b.Missing is null).ToList();
        Backends = usable.ToFrozenDictionary(b => b.Name, StringComparer.OrdinalIgnoreCase);
        var catalog = ModelCatalog.Build([.. usable.Select(b => HoldingsOf(b, states))], knowledge, ConfiguredRouting.Overrides(config));
        Models = catalog.All;
        _catalog = catalog;
        Lives = knowledge.Lives;
        Prices = new Pricing(config.Quotas, (backend, model) => catalog.Find(backend, model, isConfigured: false)?.Card);
        BuiltAt = now;
        var (routes, settings) = (ConfiguredRouting.Routes(config), ConfiguredRouting.Settings(config.Routing) with { BuiltAt = now });
        Routes = RouteTable.Build(catalog, routes, settings);
        Policies = KeyPolicies.BookOf(keys, config, Routes);
        LocalRoutes = RouteTable.Build(catalog, routes, settings, Place.Local);
        Scrubber = new SecretScrubber(usable.Where(b => b.Authorization is not null).Select(b => b.Authorization!["Bearer ".Length..]));
    }

    public GatewayConfig Config { get; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset BuiltAt { get; }

    public KeyRing Keys { get; private set; }

    /// <summary>The quota rules: who may use how much.</summary>
    public PolicyBook Policies { get; private set; }

    /// <summary>The announced ends and redirects of models.</summary>
    public ModelLives Lives { get; }

    /// <summary>Finds the card of a model that the operator names, listed or not; null where the backend cannot be used.</summary>
    public ModelCard? Find(string backend, string model) => _catalog.Find(backend, model, isConfigured: true)?.Card;

    /// <summary>The prices of models.</summary>
    public Pricing Prices { get; }

    /// <summary>The same snapshot with other keys, without examining the backends again.</summary>
    public GatewaySnapshot With(KeyRing keys)
    {
        var next = (GatewaySnapshot)MemberwiseClone();
        (next.Keys, next.Policies) = (keys, KeyPolicies.BookOf(keys, Config, Routes));
        return next;
    }

    /// <summary>Every configured backend, usable or not.</summary>
    public IReadOnlyList<Backend> All { get; }

    /// <summary>The usable backends, by name.</summary>
    public FrozenDictionary<string, Backend> Backends { get; }

    /// <summary>Everything the usable backends hold.</summary>
    public IReadOnlyList<Candidate> Models { get; }

    public RouteTable Routes { get; }

    /// <summary>The names for callers that must stay local, with local candidates only.</summary>
    public RouteTable LocalRoutes { get; }

    /// <summary>The names a caller may use, each with the candidates it may reach.</summary>
    public RouteTable RoutesOf(ApiKey caller) => caller.LocalOnly ? LocalRoutes : Routes;

    public SecretScrubber Scrubber { get; }

    /// <summary>True when any backend could answer, as far as is known.</summary>
    public bool CanAnswer => All.Any(b => b.Missing is null && b.State.Problem is null);

    /// <summary>
    /// The backends that have not listed their models yet, so that a missing model may still be there; null when all have.
    /// </summary>
    public string? WhatIsSilent => All.Any(IsSilent)
        ? string.Join(
            "; ",
            All.Where(b => b.Missing is not null || IsSilent(b)).Select(
                b => $"{b.Name}: {b.Missing ?? b.State.Problem ?? (b.State.Load.IsLoading ? "loads its model" : "not asked yet")}"))
        : null;

    /// <summary>The reason some backends cannot be used at all, for callers that ask for one of their models; null when all can.</summary>
    public string? WhatIsUnusable =>
        All.Any(b => b.Missing is not null)
            ? "Not usable: " + string.Join("; ", All.Where(b => b.Missing is not null).Select(b => $"{b.Name}: {b.Missing}")) + "."
            : null;

    /// <summary>Describes what is missing, in the same words at start, in the log and in a 503.</summary>
    public string WhatIsMissing =>
        All.Count == 0
            ? "No backend is configured. Add one under 'backends' in the configuration file."
            : "No backend can answer: " + string.Join("; ", All.Select(b => $"{b.Name}: {b.Missing ?? b.State.Problem ?? "ready"}")) + ".";

    private static bool IsSilent(Backend backend) => backend.Missing is null && backend.State.Models is null;

    private static BackendHoldings HoldingsOf(Backend backend, ModelStates states)
    {
        // Bounds also apply to those already waiting, so they belong to the state, not the snapshot.
        backend.State.Load.Capacity = backend.MaxConcurrent;
        backend.State.Queue = backend.Queue;
        return new BackendHoldings(backend.Traits, backend.State.Facts)
        {
            Load = backend.State.Load,
            StateOf = model => states.Of(backend.Name, model),
        };
    }
}
