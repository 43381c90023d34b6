using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>
/// A switch over an enum of our own names every member, so that the compiler finds each place that a new one must think about. A
/// <c>_</c> would take it for whatever stands there.
/// </summary>
public sealed partial class EnumsAreListedTests
{
    private static readonly string[] s_folders = ["src", "bench"];

    [Fact]
    public void NoSwitch_OverAnEnumOfOurOwn_HasADiscard()
    {
        var files = s_folders.SelectMany(Repo.Sources).ToDictionary(static f => f, File.ReadAllText);
        var enums = files.Values.SelectMany(static text => Enums().Matches(text)).Select(static m => m.Groups[1].Value).ToHashSet();
        Assert.Contains("AnswerEnd", enums);
        Assert.Empty(
            from file in files
            from faulty in WithDiscard(file.Value, enums)
            select $"{Path.GetRelativePath(Repo.Root, file.Key)}: {faulty}");
    }

    [Theory]
    [InlineData("x = end switch { End.Good => 1, End.Bad => 2, _ => 3 };", true)]
    [InlineData("x = end switch { Some.Where.End.Good or End.Bad => F(a, b), _ when c => 2, End.Worse => 4 };", true)]
    [InlineData("x = end switch { End.Good => y switch { 1 => 2, _ => 3 }, End.Bad => 2 };", false)]
    [InlineData("x = text switch { \"a\" => End.Good, _ => End.Bad };", false)]
    [InlineData("x = other switch { Color.Red => 1, _ => 2 };", false)]
    public void Discard_IsFoundWhereItStandsBesideMembers(string code, bool isFound) =>
        Assert.Equal(isFound, WithDiscard(code, ["End"]).Any());

    private static IEnumerable<string> WithDiscard(string text, HashSet<string> enums)
    {
        foreach (Match found in Switches().Matches(text))
        {
            var patterns = ArmsOf(text.AsSpan(found.Index + found.Length)).Select(static a => a.Split("=>")[0].Trim()).ToList();
            var hasMembers = patterns.Exists(p => enums.Contains(Member().Match(p).Groups[1].Value));
            if (hasMembers && patterns.Exists(static p => p is "_" || p.StartsWith("_ when", StringComparison.Ordinal)))
            {
                yield return string.Join("; ", patterns);
            }
        }
    }

    // What stands between the commas of the switch itself, and not of what is in it.
    private static List<string> ArmsOf(ReadOnlySpan<char> behindItsBrace)
    {
        var (arms, depth, from) = (new List<string>(), 0, 0);
        for (var i = 0; i < behindItsBrace.Length && depth >= 0; i++)
        {
            depth += behindItsBrace[i] is '{' or '(' or '[' ? 1 : behindItsBrace[i] is '}' or ')' or ']' ? -1 : 0;
            if (depth < 0 || (depth == 0 && behindItsBrace[i] == ','))
            {
                arms.Add(Comments().Replace(behindItsBrace[from..i].ToString(), ""));
                from = i + 1;
            }
        }

        return arms;
    }

    [GeneratedRegex(@"\benum (\w+)")]
    private static partial Regex Enums();

    [GeneratedRegex(@"\bswitch\s*\{")]
    private static partial Regex Switches();

    [GeneratedRegex(@"^(?:\w+\.)*(\w+)\.\w+\b(?!\()")]
    private static partial Regex Member();

    [GeneratedRegex(@"//[^\n]*")]
    private static partial Regex Comments();
}
