using System.Collections.Frozen;
using System.Text.Json;
using Gateway.Streaming;

namespace Gateway.Ledger.Queries;

/// <summary>The values of <see cref="UsageDimension.Status"/>: how an answer ended, such as <c>client_closed</c>.</summary>
internal static class UsageStatus
{
    private static readonly FrozenDictionary<AnswerEnd, string> NamesByEnd =
        Enum.GetValues<AnswerEnd>().ToFrozenDictionary(static e => e, static e => JsonNamingPolicy.SnakeCaseLower.ConvertName(e.ToString()));

    /// <summary>Those a record can have.</summary>
    public static IEnumerable<string> Names => Enum.GetValues<AnswerEnd>().Where(static e => e != AnswerEnd.None).Select(NameOf);

    public static string NameOf(AnswerEnd end) => NamesByEnd[end];
}
