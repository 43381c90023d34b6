using System.Collections.Frozen;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Authentication;

/// <summary>The names that a key may ask for: tags and routes, and models with or without their backend.</summary>
internal sealed class NameRights
{
    private readonly FrozenSet<string> _names;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Tag _tags;

    private NameRights(IReadOnlyList<string> names)
    {
        Names = names;
        _names = names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        // A tag has names in other languages too, and each of them means it.
        _tags = names.Aggregate(Tag.None, static (tags, name) => TagNames.TryTag(name, out var tag) ? tags | tag : tags);
    }

    /// <summary>The rights of a key that names none.</summary>
    public static NameRights All { get; } = new([]);

    /// <summary>As they were written; empty: all.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool IsAll => Names.Count == 0;

    public static NameRights Of(IReadOnlyList<string> tags, IReadOnlyList<string> models) =>
        tags.Count + models.Count == 0 ? All : new NameRights([.. tags, .. models]);

    /// <summary>Whether a request by this name is allowed, whatever is wished behind it.</summary>
    public bool Allow(Route route) =>
        IsAll
        || _lookup.Contains(route.BareName)
        || (route is { Kind: RouteKind.Tag, Tags: not Tag.None } && (route.Tags & ~_tags) == Tag.None)
        || IsOfAnAllowedModel(route);

    /// <summary>Whether whoever has these rights may give those: none is beyond its own.</summary>
    public bool Cover(NameRights other) => IsAll || (!other.IsAll && other.Names.All(CoversName));

    private bool CoversName(string name) =>
        _names.Contains(name) || (TagNames.TryTag(name, out var tag) && (tag & ~_tags) == Tag.None);

    // "backend/model" is allowed to who may ask for the model anywhere.
    private bool IsOfAnAllowedModel(Route route) =>
        route.Kind == RouteKind.ModelOnBackend && route.Candidates.Length > 0 && _names.Contains(route.Candidates[0].Model);
}
