using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Authentication;

/// <summary>
/// The names a key may ask for: tags and routes, and models with or without their backend. Each means what it means in a request, so what
/// they allow is computed for each route table.
/// </summary>
internal sealed class NameRights
{
    private readonly IReadOnlyList<string> _tags;
    private readonly IReadOnlyList<string> _models;
    private GrantedNames? _granted;

    private NameRights(IReadOnlyList<string> tags, IReadOnlyList<string> models)
    {
        (_tags, _models) = (tags, models);
        Names = [.. tags, .. models];
    }

    /// <summary>The rights of a key that lists no names.</summary>
    public static NameRights All { get; } = new([], []);

    /// <summary>The names as written; empty for all.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool IsAll => Names.Count == 0;

    public static NameRights Of(IReadOnlyList<string> tags, IReadOnlyList<string> models) =>
        tags.Count + models.Count == 0 ? All : new NameRights(tags, models);

    /// <summary>True when a request by this name is allowed, whatever its wishes.</summary>
    public bool Allow(Route route) => IsAll || In(route.Table).Allow(route);

    /// <summary>The models on single backends that such a name allows, which a table does not list.</summary>
    public IEnumerable<Route> OnBackends(RouteTable table) => IsAll ? [] : In(table).OnBackends;

    /// <summary>True when a holder of these rights may grant the others: none exceeds its own.</summary>
    /// <param name="other">The rights to grant.</param>
    /// <param name="oneFor">Maps all names with the same meaning to one spelling.</param>
    public bool Cover(NameRights other, Func<string, string> oneFor)
    {
        if (IsAll || other.IsAll)
        {
            return IsAll;
        }

        var tags = TagsOf(Names);
        // As a model, a name allows more than as a tag: also the model on its backend.
        return other._models.All(m => Gives(_models, m)) && other._tags.All(t => Gives(Names, t));

        bool Gives(IReadOnlyList<string> own, string name) =>
            own.Any(o => oneFor(o).Equals(oneFor(name), StringComparison.OrdinalIgnoreCase))
                || (TagNames.TryTag(name, out var tag) && (tag & ~tags) == Tag.None);
    }

    // A tag also has names in other languages, each of which means it.
    internal static Tag TagsOf(IEnumerable<string> names) =>
        names.Aggregate(Tag.None, static (tags, name) => TagNames.TryTag(name, out var tag) ? tags | tag : tags);

    // A key is used with one table at a time; two threads may compute it at once, and either result will do.
    private GrantedNames In(RouteTable table)
    {
        if (Volatile.Read(ref _granted) is { } known && known.Table == table)
        {
            return known;
        }

        var granted = new GrantedNames(table, _tags, _models);
        Volatile.Write(ref _granted, granted);
        return granted;
    }
}
