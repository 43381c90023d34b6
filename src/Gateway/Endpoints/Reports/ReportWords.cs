using System.Text.Json;
using Gateway.Ledger;
using Gateway.Ledger.Queries;
using Gateway.Streaming;

namespace Gateway.Endpoints.Reports;

/// <summary>The words for reports, as used in addresses and answers.</summary>
internal static class ReportWords
{
    public static IReadOnlyList<UsageDimension> Dimensions { get; } = Enum.GetValues<UsageDimension>();

    public static IReadOnlyList<UsageMetric> Metrics { get; } = Enum.GetValues<UsageMetric>();

    /// <summary>The metrics shown when none are named: those that add up.</summary>
    public static IReadOnlyList<UsageMetric> PlainMetrics { get; } = [.. Metrics.Where(static m => m is not (UsageMetric.Latency or UsageMetric.FirstByte))];

    /// <summary>The ends a record can have.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [.. Enum.GetValues<AnswerEnd>().Where(static e => e != AnswerEnd.None).Select(UsageWords.Of)];

    /// <summary>The written form of a value, such as <c>first_byte</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static T? Find<T>(string word, IEnumerable<T> of)
        where T : struct, Enum
    {
        foreach (var value in of)
        {
            if (Of(value).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
