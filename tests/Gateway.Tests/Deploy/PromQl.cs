using System.Text.RegularExpressions;

namespace Gateway.Tests.Deploy;

/// <summary>As much of PromQL as it takes to see which metrics an expression names.</summary>
internal static partial class PromQl
{
    /// <summary>The names of the metrics and recorded series, each once.</summary>
    public static IReadOnlyList<string> MetricsOf(string expression)
    {
        // Labels stand in braces or behind a grouping word; functions stand before a parenthesis.
        var bare = Groupings().Replace(Ranges().Replace(Selectors().Replace(expression, ""), ""), "");
        return [.. Identifiers().Matches(bare).Select(m => m.Value).Where(n => n is not ("and" or "or" or "unless" or "bool")).Distinct()];
    }

    /// <summary>The names of the labels that are matched or grouped by.</summary>
    public static IReadOnlyList<string> LabelsOf(string expression)
    {
        var matched = Selectors().Matches(expression).SelectMany(static m => Matchers().Matches(m.Value)).Select(
            static m => m.Groups[1].Value);
        var grouped = Groupings().Matches(expression).SelectMany(
            static m => m.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return [.. matched.Concat(grouped).Distinct()];
    }

    /// <summary>The labels that a legend shows.</summary>
    public static IEnumerable<string> LegendLabelsOf(string legend) => Legends().Matches(legend).Select(static m => m.Groups[1].Value);

    /// <summary>An expression of a dashboard with everything chosen, as Grafana sends it for a short time.</summary>
    public static string Shown(string expression) => expression
        .Replace("$__rate_interval", "10s", StringComparison.Ordinal)
        .Replace("$__range", "60s", StringComparison.Ordinal)
        .Replace("$tag", ".*", StringComparison.Ordinal)
        .Replace("$team", ".*", StringComparison.Ordinal)
        .Replace("$model", ".*", StringComparison.Ordinal)
        .Replace("$backend", ".*", StringComparison.Ordinal);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Selectors();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Groupings();

    [GeneratedRegex(@"(\w+)\s*(?:=~|!~|!=|=)\s*""[^""]*""")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Legends();

    [GeneratedRegex(@"[A-Za-z_:][\w:]*(?![\w:]*\s*\()")]
    private static partial Regex Identifiers();
}
