using System.Text.Json;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Ledger.Records;

/// <summary>
/// Converts ends of answers, sources of tokens and marks to and from the words of the tables and reports, such as <c>client_closed</c>.
/// </summary>
internal static class UsageWords
{
    private static readonly string?[] Ends = WordsOf<AnswerEnd>();
    private static readonly string?[] Sources = WordsOf<UsageSource>();

    public static string Of(AnswerEnd end) => Ends[(int)end]!;

    public static string Of(UsageSource source) => Sources[(int)source]!;

    /// <summary>Finds the end for a word; a word this version does not know is unknown.</summary>
    public static AnswerEnd EndOf(string word) => Array.IndexOf(Ends, word) is var index and >= 0 ? (AnswerEnd)index : AnswerEnd.Unknown;

    /// <summary>Finds the end for a number of the journal; a number this version does not know is unknown.</summary>
    public static AnswerEnd EndOf(long number) => Has(Ends, number) ? (AnswerEnd)number : AnswerEnd.Unknown;

    public static UsageSource SourceOf(string word) =>
        Array.IndexOf(Sources, word) is var index and >= 0 ? (UsageSource)index : UsageSource.None;

    public static UsageSource SourceOf(long number) => Has(Sources, number) ? (UsageSource)number : UsageSource.None;

    /// <summary>Writes the marks as words separated by spaces; null for none.</summary>
    public static string? Of(UsageMarks marks) => marks == UsageMarks.None
        ? null
        : string.Join(' ', Enum.GetValues<UsageMarks>().Where(m => m != UsageMarks.None && marks.HasFlag(m)).Select(Word));

    /// <summary>Reads marks from words, leaving out those this version does not know.</summary>
    public static UsageMarks MarksOf(string? words) => words is null
        ? UsageMarks.None
        : Enum.GetValues<UsageMarks>().Where(m => words.Split(' ').Contains(Word(m))).Aggregate(UsageMarks.None, static (a, b) => a | b);

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static bool Has(string?[] words, long number) => number >= 0 && number < words.Length && words[number] is not null;

    // Indexed by the numbers, which may have gaps.
    private static string?[] WordsOf<T>()
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>().ToDictionary(static v => Convert.ToInt32(v), Word);
        return [.. Enumerable.Range(0, values.Keys.Max() + 1).Select(values.GetValueOrDefault)];
    }
}
