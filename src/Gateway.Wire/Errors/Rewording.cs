using System.Text.RegularExpressions;

namespace Gateway.Wire.Errors;

/// <summary>Rewords parts of a text, all in one pass.</summary>
internal sealed class Rewording
{
    private readonly Regex _any;
    private readonly string[] _instead;

    /// <param name="words">The words to replace, as regular expressions without groups of their own, and their replacements.</param>
    public Rewording((string Pattern, string Instead)[] words)
    {
        _instead = [.. words.Select(static w => w.Instead)];
        // One group per row, in order, so that the group identifies the row.
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
