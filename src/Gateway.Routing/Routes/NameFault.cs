namespace Gateway.Routing.Routes;

/// <summary>Why a name means nothing.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Part">The part that is.</param>
/// <param name="Nearest">The known names nearest to it, best first.</param>
public sealed record NameFault(NameFaultKind Kind, string Part, IReadOnlyList<string> Nearest)
{
    /// <summary>Says what is wrong with a name that <see cref="RouteTable.Match"/> did not find.</summary>
    /// <param name="name">What the client wrote.</param>
    /// <param name="table">The names there are.</param>
    public static NameFault Of(string name, RouteTable table)
    {
        var bare = WishReader.Take(name, out _).ToString();
        if (bare.Length == 0 && name.Length > 0)
        {
            return new NameFault(NameFaultKind.Contradiction, name, []);
        }

        if (bare.IndexOfAny([':', '@']) is > 0 and var mark && table.IsKnown(bare.AsSpan(0, mark)))
        {
            // Only what reads as a tag with something behind it: `qwen3:9b` is a model's name, though a `qwen3` may be known.
            var isSize = bare[mark] == '@';
            var word = bare[(mark + 1)..];
            if (table.Match(bare.AsSpan(0, mark)) is { Kind: not RouteKind.Model })
            {
                return new NameFault(isSize ? NameFaultKind.NoSize : NameFaultKind.UnknownWish, word, NearestNames.Find(word, Wishes.Words));
            }
        }

        // Some models have a plus in their names.
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
