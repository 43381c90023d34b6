using System.Text.RegularExpressions;

namespace Gateway.Protocol;

/// <summary>Says words of a text in others, all of them in one pass.</summary>
internal sealed class Rewording
{
    private readonly Regex _any;
    private readonly string[] _instead;

    /// <param name="words">What is not to be said, as a regular expression without groups of its own, and what is said instead.</param>
    public Rewording((string Pattern, string Instead)[] words)
    {
        _instead = [.. words.Select(static w => w.Instead)];
        // A group for each row, in their order, so that the group tells the row.
        var any = string.Join('|', words.Select(static w => $"({w.Pattern})"));
        _any = new Regex(any, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    public string Apply(string text) => _any.Replace(text, match => _instead[RowOf(match)]);

    private static int RowOf(Match match)
    {
        var group = 1;
        while (!match.Groups[group].Success)
        {
            group++;
        }

        return group - 1;
    }
}
