using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

/// <summary>
/// The name a limit applies to. It counts requests by any name with the same meaning: a tag counts requests for it alone or joined with
/// others, and a model counts all its own names, with and without its backend.
/// </summary>
public sealed class RuleName
{
    private readonly RouteTable _table;
    private readonly string _written;
    private readonly Route? _route;
    private readonly Tag _tags;

    /// <summary>Reads a name.</summary>
    /// <param name="written">The name as the operator wrote it.</param>
    /// <param name="table">The known names.</param>
    public RuleName(string written, RouteTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        (_table, _written, _route) = (table, written, table.Match(written));
        _tags = TagNames.TryTag(written, out var tag) ? tag : _route is { Kind: RouteKind.Tag } route ? route.Tags : Tag.None;
    }

    private bool IsOfAModel => _route?.Kind is null or RouteKind.Model or RouteKind.ModelOnBackend;

    /// <summary>True when a request counts toward the limit.</summary>
    /// <param name="asked">The name it is counted under, see <see cref="Route.CountedAs"/>; it may be from long ago.</param>
    public bool Means(string asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return IsName(asked) || (_table.Match(asked) is { } route ? Means(route) : IsModel(asked));
    }

    private bool Means(Route asked) => asked.Kind switch
    {
        RouteKind.Tag => IsName(asked.BareName) || (_tags != Tag.None && (asked.Tags & _tags) == _tags),
        RouteKind.Model or RouteKind.ModelOnBackend => IsOfAModel && (IsName(asked.BareName) || asked.Candidates.Any(IsCandidate)),
        RouteKind.Auto or RouteKind.Type => IsName(asked.BareName),
    };

    // A model that its backend does not list, or not yet, is known by its name alone.
    private bool IsCandidate(Candidate candidate) =>
        (_route is { } route && route.Candidates.Any(c => c.Is(candidate.Backend, candidate.Model)))
        || (!candidate.Card.IsListed && (IsName(candidate.Model) || candidate.OtherNames.Any(IsName)));

    // A model that is gone by now was once counted by its name.
    private bool IsModel(string asked) => IsOfAModel && asked.IndexOf('/') is > 0 and var slash && IsName(asked[(slash + 1)..]);

    private bool IsName(string name) =>
        Same(name, _written)
            || (_route is { } route && (Same(name, route.CountedAs) || route.OtherNames.Contains(name, StringComparer.OrdinalIgnoreCase)));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
