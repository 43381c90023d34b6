using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Routing.Models;

// Reads the sizes in a name, in billions of parameters. A number is a size only as a word of its own with a unit, so `bge-m3`, `M2.5`,
// `2507`, `128k` and `8bit` are not sizes.
internal static partial class SizeWords
{
    // Below ten, `M` counts tokens of context (`-1M`), not parameters.
    private const decimal SmallestMillions = 10;

    public static (decimal? Total, decimal? Active) Read(string text)
    {
        if (OfExperts().Match(text) is { Success: true } experts)
        {
            // `17B-16E`: the parameters used for one token. The total is not in the name.
            return (null, Number(experts));
        }

        if (ActiveAndTotal().Match(text) is { Success: true } pair)
        {
            return (Number(pair), null);
        }

        var active = Active().Match(text) is { Success: true } a ? Number(a) : null;
        foreach (var unit in (ReadOnlySpan<char>)['b', 't', 'm'])
        {
            foreach (Match match in Total().Matches(text))
            {
                if (match.Groups["unit"].ValueSpan[0] == unit && (unit != 'm' || Digits(match) >= SmallestMillions))
                {
                    return (Number(match), active);
                }
            }
        }

        return (null, active);
    }

    // Reads the text of a backend: "7.6B", "567.75M", "1T".
    public static decimal? ReadText(string? text) =>
        text is not null && Reported().Match(text.Trim().ToLowerInvariant()) is { Success: true } match ? Number(match) : null;

    public static bool IsSize(string word) => AnySize().IsMatch(word);

    private static decimal? Number(Match match)
    {
        var number = Digits(match);
        return number is null or 0 ? null : match.Groups["unit"].ValueSpan[0] switch
        {
            'm' => number / 1000,
            't' => number * 1000,
            _ => number,
        };
    }

    private static decimal? Digits(Match match) =>
        decimal.TryParse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    [GeneratedRegex(@"(?<![a-z0-9.])(?<number>[0-9]{1,4}(?:\.[0-9]{1,3})?)(?<unit>[bmt])(?![a-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Total();

    // `a22b`, and Gemma's `e4b`: that many parameters are effective, and more are stored.
    [GeneratedRegex(@"(?<![a-z0-9])[ae](?<number>[0-9]{1,3}(?:\.[0-9]{1,3})?)(?<unit>[bm])(?![a-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Active();

    [GeneratedRegex(
        @"(?<![a-z0-9.])(?<number>[0-9]{1,4}(?:\.[0-9]{1,3})?)(?<unit>b)-(?:[a-z]{1,20}-)?[0-9]{1,3}e(?![a-z0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex OfExperts();

    // OLMoE-1B-7B names its active parameters first. With only one group to read, they come from the table.
    [GeneratedRegex(@"moe-[0-9.]{1,4}b-(?<number>[0-9]{1,4}(?:\.[0-9]{1,3})?)(?<unit>b)(?![a-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex ActiveAndTotal();

    [GeneratedRegex(@"^(?<number>[0-9]{1,6}(?:\.[0-9]{1,6})?) ?(?<unit>[bmt])$", RegexOptions.CultureInvariant)]
    private static partial Regex Reported();

    [GeneratedRegex(
        @"^(?:[ae]?[0-9]{1,4}(?:\.[0-9]{1,3})?[bmt]|[0-9]{1,3}x[0-9]{1,3}(?:\.[0-9])?b|[0-9]{1,3}e)$", RegexOptions.CultureInvariant)]
    private static partial Regex AnySize();
}
