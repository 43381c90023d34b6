using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Routing.Routes;

/// <summary>
/// Every name a client may write, each with its candidates. Immutable: a change of the configuration or of what the
/// backends hold makes a new table. Looking up a known name allocates nothing.
/// </summary>
public sealed class RouteTable
{
    private readonly FrozenDictionary<string, Route> _routes;
    private readonly FrozenDictionary<string, Route>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly ImmutableArray<BackendModels> _backends;
    private readonly Place _place;

    private RouteTable(Dictionary<string, Route> routes, IReadOnlyList<BackendModels> backends, Place place)
    {
        _routes = routes.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _lookup = _routes.GetAlternateLookup<ReadOnlySpan<char>>();
        _backends = [.. backends];
        _place = place;
    }

    /// <summary>All routes but aliases, wishes and <c>backend/model</c> spellings, tags first, then models: what a model list shows.</summary>
    public IEnumerable<Route> Listed => _routes.Values
        .Where(r => r.Kind is RouteKind.Tag or RouteKind.Model)
        .DistinctBy(r => r.Name)
        .OrderBy(r => r.Kind)
        .ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Joins the operator's routes with what the backends hold.</summary>
    /// <param name="routes">The configured routes. Where two names clash, the earlier definition wins, and a tag wins over a model.</param>
    /// <param name="backends">Every usable backend, in the order in which a model held by several is tried.</param>
    /// <param name="place">
    /// Where everything in the table must be served. A table for <see cref="Place.Local"/> holds no candidate elsewhere under any
    /// name, so whoever is given it cannot reach one by any failover.
    /// </param>
    public static RouteTable Build(IReadOnlyList<RouteDefinition> routes, IReadOnlyList<BackendModels> backends, Place place = Place.Any)
    {
        var table = new Dictionary<string, Route>(StringComparer.OrdinalIgnoreCase);
        var known = backends.ToDictionary(b => b.Backend, StringComparer.OrdinalIgnoreCase);
        foreach (var definition in routes)
        {
            AddDefinition(table, definition, known, place);
        }

        foreach (var candidate in Models(routes, backends).Where(c => place.Allows(known[c.Backend].IsLocal, c.Model)))
        {
            AddModel(table, candidate);
        }

        return new RouteTable(table, backends, place);
    }

    /// <summary>Finds the route of a name, without allocating for a name the table holds.</summary>
    /// <param name="name">What the client wrote in <c>model</c>.</param>
    /// <returns>The route, or <see langword="null"/> when nothing answers to that name.</returns>
    public Route? Match(ReadOnlySpan<char> name) =>
        _lookup.TryGetValue(name, out var route) ? route : MatchOnBackend(name);

    /// <summary>The known names nearest to a mistyped one, best first, at most three; empty when none is near.</summary>
    /// <param name="name">What the client wrote.</param>
    public IReadOnlyList<string> Nearest(string name) => NearestNames.Find(name, Listed.Select(r => r.Name));

    // `ollama/whatever:7b` reaches that backend even when its list is unknown or does not name the model:
    // the client was explicit, and the backend's own answer is the truth.
    private Route? MatchOnBackend(ReadOnlySpan<char> name)
    {
        var slash = name.IndexOf('/');
        if (slash <= 0 || slash == name.Length - 1)
        {
            return null;
        }

        foreach (var backend in _backends)
        {
            if (name[..slash].Equals(backend.Backend, StringComparison.OrdinalIgnoreCase) && _place.Allows(backend.IsLocal, name[(slash + 1)..]))
            {
                var candidate = new Candidate(backend.Backend, name[(slash + 1)..].ToString());
                return new Route(name.ToString(), RouteKind.ModelOnBackend, [candidate]);
            }
        }

        return null;
    }

    private static void AddDefinition(
        Dictionary<string, Route> table, RouteDefinition definition, Dictionary<string, BackendModels> known, Place place)
    {
        var bound = definition.Candidates.Where(c => known.TryGetValue(c.Backend, out var backend)
            && place.Allows(backend.IsLocal, c.Model)
            && (!definition.LocalOnly || Place.Local.Allows(backend.IsLocal, c.Model))).ToImmutableArray();
        var route = new Route(definition.Name, RouteKind.Tag, Held(bound, known));
        // Made here and not when asked for, so that a wish costs a lookup like any name.
        var wishes = new[] { (Place.Local, ":local"), (Place.Cloud, ":cloud") }.Select(w => new Route(
            definition.Name + w.Item2,
            RouteKind.Wish,
            Held([.. bound.Where(c => w.Item1.Allows(known[c.Backend].IsLocal, c.Model))], known))).ToList();
        foreach (var name in definition.Aliases.Prepend(definition.Name))
        {
            table.TryAdd(name, name == definition.Name ? route : route with { Kind = RouteKind.Alias });
            foreach (var wish in wishes)
            {
                table.TryAdd(name + wish.Name[definition.Name.Length..], wish);
            }
        }
    }

    // Candidates whose backend is known not to hold the model are left out, so that a tag does not pay an attempt for
    // each model nobody pulled. If that leaves none, all stay: the backend's "not found" explains itself best.
    private static ImmutableArray<Candidate> Held(ImmutableArray<Candidate> candidates, Dictionary<string, BackendModels> known)
    {
        var held = candidates.Where(c => !known[c.Backend].Lacks(c.Model)).ToImmutableArray();
        return held.IsEmpty ? candidates : held;
    }

    private static IEnumerable<Candidate> Models(IReadOnlyList<RouteDefinition> routes, IReadOnlyList<BackendModels> backends)
    {
        foreach (var backend in backends)
        {
            var configured = routes.SelectMany(r => r.Candidates)
                .Where(c => string.Equals(c.Backend, backend.Backend, StringComparison.OrdinalIgnoreCase) && !backend.Lacks(c.Model));
            foreach (var candidate in configured)
            {
                yield return candidate;
            }

            foreach (var model in backend.Models ?? [])
            {
                yield return new Candidate(backend.Backend, model);
            }
        }
    }

    private static void AddModel(Dictionary<string, Route> table, Candidate candidate)
    {
        if (!table.TryGetValue(candidate.Model, out var route))
        {
            table.Add(candidate.Model, new Route(candidate.Model, RouteKind.Model, [candidate]));
        }
        else if (route.Kind == RouteKind.Model && !route.Candidates.Any(c => IsSame(c, candidate)))
        {
            table[candidate.Model] = route with { Candidates = route.Candidates.Add(candidate) };
        }
    }

    // As everywhere, case does not matter; else a route that spells a model otherwise would have it tried twice.
    private static bool IsSame(Candidate a, Candidate b) =>
        string.Equals(a.Backend, b.Backend, StringComparison.OrdinalIgnoreCase) && string.Equals(a.Model, b.Model, StringComparison.OrdinalIgnoreCase);
}
