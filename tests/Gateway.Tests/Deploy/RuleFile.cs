using System.Text.RegularExpressions;

namespace Gateway.Tests.Deploy;

/// <summary>A file of rules, as text: Prometheus is who reads it properly.</summary>
internal static partial class RuleFile
{
    public static IEnumerable<string> ExpressionsOf(string text) => Expression().Matches(text).Select(static m => m.Groups[1].Value.Trim());

    // On the line itself, or folded over the lines below that are further in.
    [GeneratedRegex(@"^ {8}expr: (?:>-\n)?((?:(?!>-).)+\n(?: {10}.+\n)*)", RegexOptions.Multiline)]
    private static partial Regex Expression();
}
