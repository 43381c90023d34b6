using System.Text.Json.Serialization;

namespace Gateway.Configuration;

/// <summary>The time that one row of the ledger's sums covers.</summary>
internal enum LedgerStep
{
    [JsonStringEnumMemberName("1h")]
    Hour,
    [JsonStringEnumMemberName("30m")]
    HalfHour,
    [JsonStringEnumMemberName("15m")]
    QuarterHour,
}
