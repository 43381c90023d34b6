using System.Text.Json;
using Gateway.Protocol;
using Gateway.Streaming;
using Gateway.Usage;

namespace Gateway.Ledger.Records;

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

    /// <summary>The marks as words apart by spaces; null for none.</summary>
    public static string? Of(UsageMarks marks) => marks == UsageMarks.None
        ? null
        : string.Join(' ', Enum.GetValues<UsageMarks>().Where(m => m != UsageMarks.None && marks.HasFlag(m)).Select(Word));

    /// <summary>The marks that words stand for, without those that this version does not know.</summary>
    public static UsageMarks MarksOf(string? words) => words is null
        ? UsageMarks.None
        : Enum.GetValues<UsageMarks>().Where(m => words.Split(' ').Contains(Word(m))).Aggregate(UsageMarks.None, static (a, b) => a | b);

    private static string Word(UsageMarks mark) => JsonNamingPolicy.SnakeCaseLower.ConvertName(mark.ToString());

    private static string[] WordsOf<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];
}
