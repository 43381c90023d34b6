using System.Text.Json;
using Gateway.Protocol;
using Gateway.Streaming;

namespace Gateway.Ledger;

/// <summary>How an answer ended, and who counted its tokens, in the words of the tables and of reports: <c>client_closed</c>.</summary>
internal static class UsageWords
{
    private static readonly string[] Ends = WordsOf<AnswerEnd>();
    private static readonly string[] Sources = WordsOf<UsageSource>();

    public static string Of(AnswerEnd end) => Ends[(int)end];

    public static string Of(UsageSource source) => Sources[(int)source];

    /// <summary>The end that a word stands for; one that this version does not know is unknown.</summary>
    public static AnswerEnd EndOf(string word) => Array.IndexOf(Ends, word) is var index and >= 0 ? (AnswerEnd)index : AnswerEnd.Unknown;

    public static UsageSource SourceOf(string word) => Array.IndexOf(Sources, word) is var index and >= 0 ? (UsageSource)index : UsageSource.None;

    private static string[] WordsOf<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}
