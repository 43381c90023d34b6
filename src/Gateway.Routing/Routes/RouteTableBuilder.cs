using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;

namespace Gateway.Routing.Routes;

// Puts the names together: the operator's first, then tags, types and `auto`, then models.
internal sealed class RouteTableBuilder(RouteTable table, ModelCatalog catalog, Place place)
{
    private const string Latest = ":latest";

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
            .Where(c => place.Allows(c.Card));
        var route = new Route(table, definition.Name, RouteKind.Tag, [.. candidates])
        {
            Tags = TagNames.TryTag(definition.Name, out var named) ? named : Tag.None,
            Policy = definition.Policy,
            ColdStart = definition.ColdStart,
            IsExplicit = true,
            IsLocalOnly = definition.LocalOnly,
            HedgedAs = definition.Hedge ? definition.Name : null,
            Resumes = definition.Resume,
            Captures = definition.Capture,
        };

        // A tag has several names and one meaning: what is defined first holds for all of them.
        foreach (var name in definition.Aliases.Prepend(definition.Name))
        {
            if (TagNames.TryTag(name, out var tag) && !_ofTags.TryAdd(tag, route) && _ofTags[tag] != route)
            {
                continue;
            }

            if (_routes.TryAdd(name, route) && name == definition.Name)
            {
                _listed.Add(route);
            }
        }
    }

    // What the operator lists under a tag's name is that tag, also under its other names.
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
            AddAndList(names, new Route(table, names[0], RouteKind.Type, Holding(c => c.Type == type)) { Type = type, Policy = table.Settings.Policy });
        }
    }

    private void AddAuto()
    {
        var auto = new Route(table, TagNames.Auto, RouteKind.Auto, Holding(static c => c.Type == ModelType.Chat)) { Policy = table.Settings.Policy };
        AddAndList([TagNames.Auto, "自动"], auto);
    }

    // A name that the operator gave to a route of his own is listed as his.
    private void AddAndList(IReadOnlyList<string> names, Route route)
    {
        if (!_routes.ContainsKey(names[0]))
        {
            _listed.Add(route);
        }

        AddNames(names, route);
    }

    // Models that only the configuration names are names too, while their backend's list is unknown.
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

        AddImplicitTags();
    }

    // A backend may list any id, also one that reads as a tag with a wish, as tags joined, or as a model on another backend. Such a
    // name keeps its meaning, or a list could take over what is bound to a place; the model is reached as backend/model.
    private bool IsSomethingElse(string model)
    {
        var bare = WishReader.Take(model, out _);
        var slash = model.IndexOf('/');
        return bare.IsEmpty
            || (bare.Length < model.Length && _routes.ContainsKey(bare.ToString()))
            || (slash > 0 && catalog.Backends.Any(b => b.Traits.Name.Equals(model[..slash], StringComparison.OrdinalIgnoreCase)))
            || (bare.Contains('+') && bare.ToString().Split('+').All(p => TagNames.TryTag(p, out _)));
    }

    // Whoever pulled `mistral` from Ollama asks for it so, though it is listed as `mistral:latest`. Not where a model has that very name.
    private void AddImplicitTags()
    {
        foreach (var route in _listed.Where(r => r.Kind == RouteKind.Model && r.Name.EndsWith(Latest, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            _routes.TryAdd(route.Name[..^Latest.Length], route);
        }
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
