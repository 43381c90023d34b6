using System.Text.Json;
using Gateway.Ledger.Records;
using Gateway.Wire.Streams;

namespace Gateway.Endpoints.Reports;

/// <summary>The words for reports, as used in addresses and answers.</summary>
internal static class ReportWords
{
    public static IReadOnlyList<UsageDimension> Dimensions { get; } = Enum.GetValues<UsageDimension>();

    public static IReadOnlyList<UsageMetric> Metrics => UsageMetric.All;

    /// <summary>The metrics shown when a query names none: those that can be added up.</summary>
    public static IReadOnlyList<UsageMetric> PlainMetrics { get; } =
        [.. Metrics.Where(static m => m != UsageMetric.Latency && m != UsageMetric.FirstByte)];

    /// <summary>The ways a record can end, in words.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [.. Enum.GetValues<AnswerEnd>().Where(static e => e != AnswerEnd.None).Select(
        UsageWords.Of)];

    /// <summary>The written form of a value, such as <c>first_byte</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
