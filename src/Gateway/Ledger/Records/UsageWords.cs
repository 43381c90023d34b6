using System.Text.Json;
using Gateway.Protocol;
using Gateway.Streaming;
using Gateway.Usage;

namespace Gateway.Ledger.Records;

/// <summary>How an answer ended, and who counted its tokens, in the words of the tables and of reports: <c>client_closed</c>.</summary>
internal static class UsageWords
{
    private static readonly string?[] Ends = WordsOf<AnswerEnd>();
    private static readonly string?[] Sources = WordsOf<UsageSource>();

    public static string Of(AnswerEnd end) => Ends[(int)end]!;

    public static string Of(UsageSource source) => Sources[(int)source]!;

    /// <summary>The end that a word stands for; one that this version does not know is unknown.</summary>
    public static AnswerEnd EndOf(string word) => Array.IndexOf(Ends, word) is var index and >= 0 ? (AnswerEnd)index : AnswerEnd.Unknown;

    /// <summary>The end that a number of the journal stands for; one that this version does not know is unknown.</summary>
    public static AnswerEnd EndOf(long number) => Has(Ends, number) ? (AnswerEnd)number : AnswerEnd.Unknown;

    public static UsageSource SourceOf(string word) =>
        Array.IndexOf(Sources, word) is var index and >= 0 ? (UsageSource)index : UsageSource.None;

    public static UsageSource SourceOf(long number) => Has(Sources, number) ? (UsageSource)number : UsageSource.None;

    /// <summary>The marks as words apart by spaces; null for none.</summary>
    public static string? Of(UsageMarks marks) => marks == UsageMarks.None
        ? null
        : string.Join(' ', Enum.GetValues<UsageMarks>().Where(m => m != UsageMarks.None && marks.HasFlag(m)).Select(Word));

    /// <summary>The marks that words stand for, without those that this version does not know.</summary>
    public static UsageMarks MarksOf(string? words) => words is null
        ? UsageMarks.None
        : Enum.GetValues<UsageMarks>().Where(m => words.Split(' ').Contains(Word(m))).Aggregate(UsageMarks.None, static (a, b) => a | b);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static bool Has(string?[] words, long number) => number >= 0 && number < words.Length && words[number] is not null;

    // By the numbers, which may have gaps.
    private static string?[] WordsOf<T>()
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>().ToDictionary(static v => Convert.ToInt32(v), Word);
        return [.. Enumerable.Range(0, values.Keys.Max() + 1).Select(values.GetValueOrDefault)];
    }
}
