using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;

namespace Gateway.Endpoints.Reports;

/// <summary>Defines what may be asked at one path. The parameters are read, refused and described from it.</summary>
/// <param name="Dimensions">The dimensions to group and filter by.</param>
/// <param name="IsSums">True for sums, false for single records.</param>
/// <param name="More">Parameters that only this path has.</param>
internal sealed record UsageSurface(IReadOnlyList<UsageDimension> Dimensions, bool IsSums, params IReadOnlyList<QueryParameter> More)
{
    /// <summary>The most rows in an answer that is not streamed.</summary>
    public const int MostRows = 10_000;

    private static readonly QueryParameter[] Times =
    [
        new(
            "from",
            "The first day (2026-11-01), month (2026-11) or moment (2026-11-01T08:00:00Z) that is meant. Days and months are those of "
            + "'tz'. Default: 30 days ending with 'to'."),
        new(
            "to",
            "The last day or month that is meant, with all of it; or the moment up to which, which itself is not meant. Default: now."),
        new(
            "last",
            "Instead of 'from' and 'to': the last hours, days or months, the present one among them: 24h, 30d, 12mo. Default: 30d."),
        new("tz", "The time zone in which days begin, by its IANA name, such as Asia/Shanghai. Default: the zone of the quotas."),
    ];

    /// <summary>The default grouping.</summary>
    public IReadOnlyList<UsageDimension> DefaultGroup { get; init; } = [];

    public IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        .. Times,
        .. IsSums ? Sums(Dimensions) : [],
        .. Dimensions.Select(
            static d =>
                new QueryParameter(
                    ReportWords.Of(d),
                    $"Only what has this {ReportWords.Of(d)}. Several: repeat it, for any of them. Empty: what has none.")
        {
            IsRepeated = true,
            Values = d == UsageDimension.Status ? ReportWords.Statuses : null,
        }),
        .. More,
    ];

    private static QueryParameter[] Sums(IReadOnlyList<UsageDimension> dimensions) =>
    [
        new("metric", "What is told of each row. Several: separated by commas. Default: all but latency and first_byte.")
        { Values = [.. ReportWords.Metrics.Select(static m => m.Name)], IsRepeated = true },
        new(
            "group",
            "By what it is summed. Several: separated by commas.") { Values = [.. dimensions.Select(ReportWords.Of)], IsRepeated = true },
        new(
            "interval",
            "What each row covers, by the calendar of 'tz'. Default: day.")
            {
                Values = [.. Enum.GetValues<UsageInterval>().Select(ReportWords.Of)]
            },
        new("rollup", "Another name of 'interval'."),
    ];
}
