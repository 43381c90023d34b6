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

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Groupings();

    [GeneratedRegex(@"[A-Za-z_:][\w:]*(?![\w:]*\s*\()")]
    private static partial Regex Identifiers();
}
