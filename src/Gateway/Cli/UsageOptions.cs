using System.CommandLine;
using Gateway.Endpoints.Reports;

namespace Gateway.Cli;

/// <summary>The options of usage queries: the parameters of <c>GET /admin/v1/usage</c>, under the same names.</summary>
internal sealed class UsageOptions
{
    private readonly List<(string Parameter, Option<string?> Option)> _options =
    [
        ("metric",
            new("--metric")
            {
                Description =
                    $"What is told, separated by commas, of {string.Join(", ", ReportWords.Metrics.Select(static m => m.Name))}. "
                    + $"Default: all but the last two."
            }),
        ("group",
            new(
                "--by",
                "--group")
                {
                    Description =
                        $"By what it is summed, separated by commas, of {string.Join(", ", ReportWords.Dimensions.Select(ReportWords.Of))}."
                }),
        ("interval", new("--interval") { Description = "What a row covers: total, hour, day or month. Default: day." }),
        ("from", new("--from") { Description = "The first day, month or moment, such as 2026-11-01, 2026-11 or 2026-11-01T08:00:00Z." }),
        ("to", new("--to") { Description = "The last day or month, or the moment up to which. Default: now." }),
        ("last",
            new("--last") { Description = "Instead of both: the last hours, days or months, such as 24h, 30d or 12mo. Default: 30d." }),
        ("tz", new("--tz") { Description = "The time zone in which days begin, such as Asia/Shanghai. Default: that of the quotas." }),
    ];

    private readonly Option<string[]> _where = new("--where")
    {
        Description =
            "Only what has this, such as team=ml or status=complete; nothing behind the sign: what has none. Repeat it for several."
    };

    public UsageOptions() => _where.Validators.Add(static result =>
    {
        if (result.Tokens.FirstOrDefault(static t => !IsFilter(t.Value)) is { } wrong)
        {
            result.AddError(
                $"'{wrong.Value}' is no filter. Write one such as team=ml; there are "
                + $"{string.Join(", ", ReportWords.Dimensions.Select(ReportWords.Of))}, and id with --requests.");
        }
    });

    public void AddTo(Command command)
    {
        _options.ForEach(o => command.Options.Add(o.Option));
        command.Options.Add(_where);
    }

    /// <summary>Writes the options as a query string.</summary>
    public string Query(ParseResult parsed, params IEnumerable<(string Name, string? Value)> more)
    {
        var options = _options.Select(o => (Name: o.Parameter, Value: parsed.GetValue(o.Option)));
        var filters = (parsed.GetValue(_where) ?? []).Select(static w => w.Split('=', 2)).Select(
            static w => (Name: w[0], Value: (string?)w[1]));
        return "?"
            + string.Join(
                '&',
                options.Concat(filters).Concat(more).Where(static p => p.Value is not null).Select(
                    static p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
    }

    private static bool IsFilter(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is var at and > 0
        && (ReportWords.Dimensions.Any(d => ReportWords.Of(d).Equals(text[..at], StringComparison.OrdinalIgnoreCase))
            || text.StartsWith("id=", StringComparison.Ordinal));
}
