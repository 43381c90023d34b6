using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Authentication;

/// <summary>
/// The names that a key's list allows in one route table. A listed name that means nothing there allows nothing. A name with a wish allows
/// nothing either: a wish belongs to a request, and without it the name would allow more than was written.
/// </summary>
internal sealed class GrantedNames
{
    // Routes, tags, types and models, by the names under which requests for them are counted.
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Candidate> _models = [];
    private readonly List<Route> _onBackends = [];
    private readonly Tag _tags;

    public GrantedNames(RouteTable table, IReadOnlyList<string> tags, IReadOnlyList<string> models)
    {
        Table = table;
        _tags = NameRights.TagsOf(tags.Concat(models));
        foreach (var name in tags)
        {
            if (Meaning(name) is { Kind: not RouteKind.ModelOnBackend } route)
            {
                _names.Add(route.BareName);
            }
        }

        foreach (var name in models)
        {
            if (Meaning(name) is { } route)
            {
                Add(route);
            }
        }
    }

    public RouteTable Table { get; }

    /// <summary>The usable models on single backends with these names.</summary>
    public IEnumerable<Route> OnBackends =>
        _onBackends.Where(r => !r.Usable.IsEmpty && !Table.Lacks(r.Candidates[0])).DistinctBy(
            static r => r.CountedAs, StringComparer.OrdinalIgnoreCase);

    public bool Allow(Route route) => route.Kind == RouteKind.ModelOnBackend
        ? Holds(route.Candidates[0])
        : _names.Contains(route.BareName)
            // Joined tags need all of their tags.
            || (route is { Kind: RouteKind.Tag, Tags: not Tag.None } && (route.Tags & ~_tags) == Tag.None);

    private Route? Meaning(string name) => Table.Match(name) is { } route && route.Wishes == default ? route : null;

    private void Add(Route route)
    {
        if (route.Kind == RouteKind.ModelOnBackend)
        {
            _onBackends.Add(route);
            _models.Add(route.Candidates[0]);
            return;
        }

        _names.Add(route.BareName);
        if (route.Kind == RouteKind.Model)
        {
            _models.AddRange(route.Candidates);
        }
    }

    // A key names few models; no set is faster.
    private bool Holds(Candidate candidate)
    {
        foreach (var model in _models)
        {
            if (model.Is(candidate.Backend, candidate.Model))
            {
                return true;
            }
        }

        return false;
    }
}
