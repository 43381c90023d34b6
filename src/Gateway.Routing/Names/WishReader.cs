using System.Globalization;

namespace Gateway.Routing.Names;

// Takes the wishes off the end of a name: `Coder:local@8b-` is `Coder` with two wishes. Only real wishes are taken, so a name that merely
// looks alike, such as `qwen3:8b`, stays whole.
internal static class WishReader
{
    // More parameters than any model has; the bound keeps the arithmetic of tolerances within a decimal.
    private const decimal MaxBillions = 1_000_000;

    /// <returns>The name without its wishes; the name itself when it has none; empty when they contradict each other.</returns>
    public static ReadOnlySpan<char> Take(ReadOnlySpan<char> name, out Wishes wishes)
    {
        wishes = default;
        while (true)
        {
            var mark = name.LastIndexOfAny(':', '@');
            if (mark <= 0)
            {
                return name;
            }

            var word = name[(mark + 1)..];
            var isWish = name[mark] == ':' ? wishes.TryAdd(word, out var more) : TryAddSize(word, wishes, out more);
            if (!isWish)
            {
                return name[mark] == ':' && Wishes.IsKnown(word) ? [] : name;
            }

            wishes = more;
            name = name[..mark];
        }
    }

    private static bool TryAddSize(ReadOnlySpan<char> word, Wishes wishes, out Wishes more)
    {
        more = wishes;
        if (word.Length < 3 || word[^1] is not ('-' or '+') || word[^2] is not ('b' or 'B'))
        {
            return false;
        }

        if (!decimal.TryParse(word[..^2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var billions)
            || billions <= 0 || billions > MaxBillions)
        {
            return false;
        }

        more = word[^1] == '-' ? wishes with { MaxParameters = billions } : wishes with { MinParameters = billions };
        return true;
    }
}
