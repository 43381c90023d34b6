using Gateway.Routing.Models;

namespace Gateway.Routing.Names;

/// <summary>The wishes a client adds to a name, such as <c>:local</c> or <c>@8b-</c>.</summary>
/// <param name="Place">Where it may be served: <c>:local</c>, <c>:cloud</c>.</param>
/// <param name="Policy">The order asked for: <c>:floor</c> is the cheapest first, <c>:nitro</c> the fastest.</param>
/// <param name="IsFull">Never a distilled model: <c>:full</c>.</param>
/// <param name="MaxParameters"><c>@8b-</c>: at most this many parameters, in billions.</param>
/// <param name="MinParameters"><c>@70b+</c>: at least this many, in billions.</param>
public readonly record struct Wishes(
    Place Place = Place.Any, Policy? Policy = null, bool IsFull = false, decimal? MaxParameters = null, decimal? MinParameters = null)
{
    /// <summary>The allowed difference from a requested size: models called 8B have from 7.6 to 8.3 billion parameters.</summary>
    public const decimal SizeTolerance = 0.1m;

    /// <summary>The words, in the order in which they are suggested.</summary>
    public static IReadOnlyList<string> Words { get; } = ["local", "cloud", "floor", "nitro", "full"];

    /// <summary>Adds a word to the wishes.</summary>
    /// <param name="word">One of <see cref="Words"/>, in any case.</param>
    /// <param name="wishes">The wishes with it.</param>
    /// <returns>Whether the word is known.</returns>
    internal bool TryAdd(ReadOnlySpan<char> word, out Wishes wishes)
    {
        var place = Is(word, "local") ? Place.Local : Is(word, "cloud") ? Place.Cloud : Place.Any;
        if (place != Place.Any && Place != Place.Any && place != Place)
        {
            // Both at once mean nowhere; it is not for us to guess which was meant.
            wishes = this;
            return false;
        }

        wishes = word switch
        {
            _ when place != Place.Any => this with { Place = place },
            _ when Is(word, "floor") => this with { Policy = Gateway.Routing.Names.Policy.Cheapest },
            _ when Is(word, "nitro") => this with { Policy = Gateway.Routing.Names.Policy.Fastest },
            _ when Is(word, "full") => this with { IsFull = true },
            _ => this,
        };
        return wishes != this || IsKnown(word);
    }

    internal static bool IsKnown(ReadOnlySpan<char> word)
    {
        foreach (var known in Words)
        {
            if (Is(word, known))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<char> word, string known) => word.Equals(known, StringComparison.OrdinalIgnoreCase);
}
