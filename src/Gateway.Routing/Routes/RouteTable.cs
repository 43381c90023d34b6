using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

/// <summary>
/// Every name a client may write, with its possible meanings. Immutable except for its memory of lookups: a change in the configuration or
/// in the backends' models makes a new table. Looking up a name that was asked for before allocates nothing.
/// </summary>
public sealed class RouteTable
{
    // Clients combine wishes freely, and each combination holds plans over the whole catalog. Beyond this many, all are forgotten and those
    // in use are built again.
    private const int MaxRemembered = 256;

    private readonly FrozenDictionary<string, Route> _routes;
    private readonly FrozenDictionary<string, Route>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly ConcurrentDictionary<string, Route> _composed = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Route>.AlternateLookup<ReadOnlySpan<char>> _composedLookup;
    private readonly FrozenDictionary<Tag, Route> _ofTags;
    private readonly HashSet<(string Backend, string Model)> _configured;
    private readonly ModelCatalog _catalog;
    private readonly Place _place;

    private RouteTable(ModelCatalog catalog, IReadOnlyList<RouteDefinition> definitions, RoutingSettings settings, Place place)
    {
        (_catalog, Settings, _place) = (catalog, settings, place);
        _configured = definitions.SelectMany(static d => d.Candidates).Select(static c => (c.Backend, c.Model)).ToHashSet(
            BackendAndModel.Comparer);
        All = [.. catalog.All.Where(c => place.Allows(c.Card))];
        var builder = new RouteTableBuilder(this, catalog, place);
        (_routes, _ofTags, Listed) = builder.Build(definitions);
        _lookup = _routes.GetAlternateLookup<ReadOnlySpan<char>>();
        _composedLookup = _composed.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The settings for names without a rule of their own.</summary>
    public RoutingSettings Settings { get; }

    /// <summary>
    /// The names a model list shows: those that lead somewhere, the operator's first, then tags, types and models. Aliases and wishes are
    /// left out.
    /// </summary>
    public ImmutableArray<Route> Listed { get; }

    /// <summary>Every model in the place that the table allows.</summary>
    internal ImmutableArray<Candidate> All { get; }

    /// <summary>Joins the operator's routes with the catalog.</summary>
    /// <param name="catalog">All models of all usable backends.</param>
    /// <param name="definitions">The configured routes. If names clash, the earlier definition wins, and a tag wins over a model.</param>
    /// <param name="settings">The settings for names without a rule of their own.</param>
    /// <param name="place">
    /// The place where everything in the table must be served. A table for <see cref="Place.Local"/> holds no candidate elsewhere under any
    /// name, so its users cannot reach one by any failover or widening.
    /// </param>
    public static RouteTable Build(
        ModelCatalog catalog, IReadOnlyList<RouteDefinition> definitions, RoutingSettings settings, Place place = Place.Any) =>
        new(catalog, definitions, settings, place);

    /// <summary>Finds the route of a name.</summary>
    /// <param name="name">The name the client wrote in <c>model</c>.</param>
    /// <returns>The route, or <see langword="null"/> when the name means nothing; <see cref="NameFault.Of"/> says why.</returns>
    public Route? Match(ReadOnlySpan<char> name) =>
        _lookup.TryGetValue(name, out var route) || _composedLookup.TryGetValue(name, out route) ? route : Compose(name);

    /// <summary>Finds the known names nearest to a mistyped one, best first, at most three; empty when none is near.</summary>
    /// <param name="name">The name the client wrote.</param>
    public IReadOnlyList<string> Nearest(string name) => NearestNames.Find(name, Listed.Select(r => r.Name));

    internal Route RouteOf(Tag tag) => _ofTags[tag];

    /// <summary>True when a candidate's backend is known not to hold it. Unknown counts as held: an attempt will tell.</summary>
    /// <param name="candidate">The candidate.</param>
    public bool Lacks(Candidate candidate) => _catalog.Lacks(candidate);

    internal bool IsKnown(ReadOnlySpan<char> name) => _lookup.ContainsKey(name);

    private Route? Compose(ReadOnlySpan<char> name)
    {
        // A model's name may look like a wish. On a backend that lists it under the whole name, it is that model.
        var bare = WishReader.Take(name, out var wishes);
        if (bare.IsEmpty)
        {
            return null;
        }

        var route = OnBackend(name) is { } whole && (bare.Length == name.Length || whole.Candidates[0].Card.IsListed) ? whole
            : bare.Length < name.Length && _lookup.TryGetValue(bare, out var known) ? known
            : bare.Contains('+') ? Combine(bare)
            : bare.Length < name.Length ? OnBackend(bare)
            : null;
        route = route is null || bare.Length == name.Length || route.Name.Length == name.Length
            ? route
            : route.With(name[bare.Length..].ToString(), wishes);

        // Names a client made up are not remembered, or they would fill the memory.
        if (route is not null && (route.Kind != RouteKind.ModelOnBackend || route.Candidates[0].Card.IsListed))
        {
            Remember(name.ToString(), route);
        }

        return route;
    }

    private void Remember(string name, Route route)
    {
        if (_composed.Count >= MaxRemembered)
        {
            _composed.Clear();
        }

        _composed.TryAdd(name, route);
    }

    // `Coder+Vision`: every model with both tags, whatever the operator lists for either.
    private Route? Combine(ReadOnlySpan<char> name)
    {
        var (tags, isLocalOnly) = (Tag.None, false);
        foreach (var part in name.Split('+'))
        {
            if (!TagNames.TryTag(name[part], out var tag))
            {
                return null;
            }

            tags |= tag;
            isLocalOnly |= _ofTags[tag].IsLocalOnly;
        }

        return _ofTags.TryGetValue(tags, out var single)
            ? single
            : new Route(this, TagNames.Join(tags), RouteKind.Tag, [.. All.Where(c => c.Card.Tags.Has(tags))])
            {
                Tags = tags,
                Policy = Settings.Policy,
                IsLocalOnly = isLocalOnly,
            };
    }

    // `ollama/whatever:7b` reaches that backend even when its list is unknown or lacks the model: the client was explicit, and the
    // backend's own answer is the truth.
    private Route? OnBackend(ReadOnlySpan<char> name)
    {
        var slash = name.IndexOf('/');
        if (slash <= 0 || slash == name.Length - 1)
        {
            return null;
        }

        var candidate = _catalog.Find(name[..slash].ToString(), name[(slash + 1)..].ToString(), isConfigured: false);
        return candidate is null || !_place.Allows(candidate.Card) || IsMeantElsewhere(candidate)
            ? null
            : OnBackend(name.ToString(), candidate);
    }

    // The part after a backend's name is a model there. If that backend does not list it, but here it is a tag, a route or another
    // backend's model, the client mixed up the names. The prompt would then go to a backend that the route's author kept it from.
    private bool IsMeantElsewhere(Candidate candidate)
    {
        if (candidate.Card.IsListed || _configured.Contains((candidate.Backend, candidate.Model)))
        {
            return false;
        }

        var name = Uri.UnescapeDataString(candidate.Model).Trim(' ', '\t', '/');
        while (true)
        {
            var bare = WishReader.Take(name, out _);
            foreach (var part in bare.Split('+'))
            {
                if (_lookup.TryGetValue(bare[part].Trim(), out var route) && route.Kind != RouteKind.Model)
                {
                    return true;
                }
            }

            // One backend's name after another's.
            if (name.IndexOf('/') is var slash
                && (slash <= 0 || _catalog.Find(name[..slash], name[(slash + 1)..], isConfigured: false) is not { } other))
            {
                return false;
            }

            if (other.Card.IsListed || _configured.Contains((other.Backend, other.Model)))
            {
                return true;
            }

            name = name[(slash + 1)..].Trim(' ', '\t', '/');
        }
    }

    private Route OnBackend(string name, Candidate candidate) => new(this, name, RouteKind.ModelOnBackend, [candidate])
    {
        OtherNames = [candidate.ToString(), .. candidate.OtherNames.Select(n => $"{candidate.Backend}/{n}")],
        Type = candidate.Card.Type,
        IsExplicit = true,
        Policy = Policy.Listed,
    };
}
