using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

// Collects the names: the operator's first, then tags, types and `auto`, then models.
internal sealed class RouteTableBuilder(RouteTable table, ModelCatalog catalog, Place place)
{
    private readonly Dictionary<string, Route> _routes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Tag, Route> _ofTags = [];
    private readonly List<Route> _listed = [];

    public (FrozenDictionary<string, Route> Routes, FrozenDictionary<Tag, Route> OfTags, ImmutableArray<Route> Listed) Build(
        IReadOnlyList<RouteDefinition> definitions)
    {
        foreach (var definition in definitions)
        {
            AddDefinition(definition);
        }

        _listed.Sort(static (a, b) => string.Compare(a.Name, b.Name, StringComparison.OrdinalIgnoreCase));
        AddAuto();
        AddTags();
        AddTypes();
        AddModels(definitions);
        var listed = _listed.Where(r => !r.Usable.IsEmpty);
        return (_routes.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), _ofTags.ToFrozenDictionary(), [.. listed]);
    }

    private void AddDefinition(RouteDefinition definition)
    {
        var candidates = definition.Candidates
            .Select(c => catalog.Find(c.Backend, c.Model, isConfigured: true)?.WithWeight(c.Weight))
            .OfType<Candidate>()
            .Where(c => place.Allows(c.Card))
            .ToImmutableArray();
        var route = new Route(table, definition.Name, RouteKind.Tag, candidates)
        {
            Type = TypeOf(candidates),
            Tags = TagNames.TryTag(definition.Name, out var named) ? named : Tag.None,
            Policy = definition.Policy,
            ColdStart = definition.ColdStart,
            IsExplicit = true,
            IsLocalOnly = definition.LocalOnly,
            HedgedAs = definition.Hedge ? definition.Name : null,
            Resumes = definition.Resume,
            Gather = definition.Gather,
            Captures = definition.Capture,
            HasOptionalTools = definition.OptionalTools,
            Background = definition.Background,
        };

        // A tag has several names and one meaning: the first definition holds for all of them.
        foreach (var name in definition.Aliases.Prepend(definition.Name))
        {
            if (TagNames.TryTag(name, out var tag) && !_ofTags.TryAdd(tag, route) && _ofTags[tag] != route)
            {
                continue;
            }

            if (_routes.TryAdd(name, route))
            {
                Call(route, name, definition.Name);
            }
        }
    }

    // A list whose models all share a type other than chat has that type.
    private static ModelType TypeOf(ImmutableArray<Candidate> candidates) =>
        candidates is [var first, ..] && candidates.All(c => c.Card.Type == first.Card.Type) ? first.Card.Type : ModelType.Chat;

    // The first of the operator's names is listed; the others are only known.
    private void Call(Route route, string name, string first)
    {
        if (name == first)
        {
            _listed.Add(route);
        }
        else
        {
            route.OtherNames = route.OtherNames.Add(name);
        }
    }

    // A route the operator defines under a tag's name is that tag, under its other names too.
    private void AddTags()
    {
        foreach (var (tag, names) in TagNames.AllTags)
        {
            if (!_ofTags.TryGetValue(tag, out var route))
            {
                route = new Route(table, names[0], RouteKind.Tag, Holding(c => c.Type == ModelType.Chat && c.Tags.Has(tag)))
                {
                    Tags = tag,
                    Policy = table.Settings.Policy,
                };
                _listed.Add(route);
                _ofTags.Add(tag, route);
            }

            AddNames(names, route);
        }
    }

    private void AddTypes()
    {
        foreach (var (type, names) in TagNames.AllTypes)
        {
            AddAndList(
                names,
                new Route(table, names[0], RouteKind.Type, Holding(c => c.Type == type)) { Type = type, Policy = table.Settings.Policy });
        }
    }

    private void AddAuto()
    {
        var auto = new Route(
            table, TagNames.Auto, RouteKind.Auto, Holding(static c => c.Type == ModelType.Chat))
        { Policy = table.Settings.Policy };
        AddAndList([TagNames.Auto, "自动"], auto);
    }

    // A route the operator defines under one of these names takes all of them. Otherwise a client could leave a route bound to the team's
    // machines by writing its name in another language.
    private void AddAndList(IReadOnlyList<string> names, Route route)
    {
        if (names.Select(n => _routes.GetValueOrDefault(n)).FirstOrDefault(r => r is not null) is { } own)
        {
            route = own;
        }
        else
        {
            _listed.Add(route);
        }

        AddNames(names, route);
    }

    // Models that only the configuration names are names too while their backend's list is unknown.
    private void AddModels(IReadOnlyList<RouteDefinition> definitions)
    {
        var configured = definitions.SelectMany(d => d.Candidates)
            .Select(c => catalog.Find(c.Backend, c.Model, isConfigured: true))
            .OfType<Candidate>()
            .Where(c => place.Allows(c.Card) && !c.Card.IsListed && !catalog.Lacks(c));
        var byModel = table.All.Concat(configured)
            .GroupBy(static c => c.Model, StringComparer.OrdinalIgnoreCase)
            .OrderBy(static g => g.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var model in byModel)
        {
            var candidates = model.DistinctBy(static c => c.Backend, StringComparer.OrdinalIgnoreCase);
            var route = new Route(table, model.Key, RouteKind.Model, [.. candidates])
            {
                Type = model.First().Card.Type,
                IsExplicit = true,
                Policy = table.Settings.Policy,
            };
            if (!IsSomethingElse(model.Key) && _routes.TryAdd(model.Key, route))
            {
                _listed.Add(route);
            }
        }

        AddOtherNames();
    }

    // A backend may list any id, even one that reads as a tag with a wish, as joined tags, or as a model on another backend. Such a name
    // keeps its meaning, or a backend's list could take over a name that is bound to a place. The model is reached as backend/model.
    private bool IsSomethingElse(string model)
    {
        var bare = WishReader.Take(model, out _);
        var slash = model.IndexOf('/');
        return bare.IsEmpty
            || (bare.Length < model.Length && _routes.ContainsKey(bare.ToString()))
            || (slash > 0 && catalog.Backends.Any(b => b.Traits.Name.Equals(model[..slash], StringComparison.OrdinalIgnoreCase)))
            || (bare.Contains('+') && bare.ToString().Split('+').All(p => TagNames.TryTag(p, out _)));
    }

    // Users who pulled `mistral` from Ollama ask for `mistral`, though it is listed as `mistral:latest`; a llama.cpp server has aliases. A
    // model with that very name takes precedence. An alias of several models, on machines that name their files differently, leads to all
    // of them.
    private void AddOtherNames()
    {
        var byName = _listed.Where(static r => r.Kind == RouteKind.Model)
            .SelectMany(
                static r => r.Candidates.SelectMany(static c => c.OtherNames).Distinct(StringComparer.OrdinalIgnoreCase),
                static (r, n) => (Route: r, Name: n))
            .GroupBy(static o => o.Name, static o => o.Route, StringComparer.OrdinalIgnoreCase)
            .ToList();
        foreach (var named in byName)
        {
            if (IsSomethingElse(named.Key))
            {
                continue;
            }

            var routes = named.ToList();
            if (routes is [var only])
            {
                if (_routes.TryAdd(named.Key, only))
                {
                    only.OtherNames = only.OtherNames.Add(named.Key);
                }
            }
            else
            {
                _routes.TryAdd(named.Key, Together(named.Key, routes));
            }
        }
    }

    private Route Together(string name, List<Route> routes)
    {
        var called = routes.SelectMany(static r => r.Candidates).Where(c => c.OtherNames.Contains(name, StringComparer.OrdinalIgnoreCase));
        return new Route(table, name, RouteKind.Model, [.. called.DistinctBy(static c => c.Backend, StringComparer.OrdinalIgnoreCase)])
        {
            Type = routes[0].Type,
            IsExplicit = true,
            Policy = table.Settings.Policy,
        };
    }

    private void AddNames(IReadOnlyList<string> names, Route route)
    {
        foreach (var name in names)
        {
            _routes.TryAdd(name, route);
        }
    }

    private ImmutableArray<Candidate> Holding(Func<ModelCard, bool> isMeant) => [.. table.All.Where(c => isMeant(c.Card))];
}
