using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

/// <summary>The reason a name means nothing.</summary>
/// <param name="Kind">The kind of mistake.</param>
/// <param name="Part">The wrong part of the name.</param>
/// <param name="Nearest">The known names nearest to it, best first.</param>
public sealed record NameFault(NameFaultKind Kind, string Part, IReadOnlyList<string> Nearest)
{
    /// <summary>Finds what is wrong with a name that <see cref="RouteTable.Match"/> did not find.</summary>
    /// <param name="name">The name the client wrote.</param>
    /// <param name="table">The known names.</param>
    public static NameFault Of(string name, RouteTable table)
    {
        var bare = WishReader.Take(name, out _).ToString();
        if (bare.Length == 0 && name.Length > 0)
        {
            return new NameFault(NameFaultKind.Contradiction, name, []);
        }

        if (bare.IndexOfAny([':', '@']) is > 0 and var mark && table.IsKnown(bare.AsSpan(0, mark)))
        {
            // Only for a tag or route with something after it: `qwen3:9b` is a model's name even if `qwen3` is known.
            var isSize = bare[mark] == '@';
            var word = bare[(mark + 1)..];
            if (table.Match(bare.AsSpan(0, mark)) is { Kind: not RouteKind.Model })
            {
                return new NameFault(
                    isSize ? NameFaultKind.NoSize : NameFaultKind.UnknownWish, word, NearestNames.Find(word, Wishes.Words));
            }
        }

        // Some model names contain a plus.
        var parts = bare[..(bare.IndexOfAny([':', '@']) is > 0 and var end ? end : bare.Length)].Split('+');
        if (parts.Length > 1 && Array.Exists(parts, p => TagNames.TryTag(p, out _)))
        {
            if (Array.Find(parts, p => !TagNames.TryTag(p, out _)) is not { } part)
            {
                var rest = bare[(bare.IndexOfAny([':', '@']) + 1)..];
                return new NameFault(NameFaultKind.UnknownWish, rest, NearestNames.Find(rest, Wishes.Words));
            }

            return new NameFault(NameFaultKind.UnknownTag, part, NearestNames.Find(part, TagNames.AllTags.Select(t => t.Names[0])));
        }

        return new NameFault(NameFaultKind.UnknownName, name, table.Nearest(bare));
    }
}
