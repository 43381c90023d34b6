using System.Text.RegularExpressions;
using Gateway.Tests.Repository;

namespace Gateway.Tests.Promises;

/// <summary>The names of all headers that the gateway's source sets on an answer, in lower case.</summary>
internal static partial class SentHeaders
{
    public static IEnumerable<string> InSources()
    {
        var texts = Repo.Sources("src").Select(File.ReadAllText).ToList();
        var constants = texts.SelectMany(t => Constant().Matches(t)).GroupBy(m => m.Groups[1].Value)
            .ToDictionary(g => g.Key, g => g.Select(m => m.Groups[2].Value).ToList());
        // Any header of ours counts, wherever it is written, and whatever is set by its name, its property or its constant.
        return texts.SelectMany(t => Own().Matches(t)).Select(m => m.Groups[1].Value)
            .Concat(texts.SelectMany(t => ByName().Matches(t)).Select(m => m.Groups[1].Value))
            .Concat(texts.SelectMany(t => ByProperty().Matches(t)).Select(m => Dashed().Replace(m.Groups[1].Value, "-")))
            .Concat(
                texts.SelectMany(t => ByConstant().Matches(t)).SelectMany(m => constants[m.Groups[1].Value.Split('.')[^1]]).Where(
                    static n => n.StartsWith("x-", StringComparison.Ordinal)))
            .Select(n => n.ToLowerInvariant())
            .Where(n => Name().IsMatch(n))
            .Distinct();
    }

    [GeneratedRegex("\"(x-(?:gateway|ratelimit|should)-[a-z-]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Own();

    [GeneratedRegex(@"const string (\w+) = ""([^""]*)"";")]
    private static partial Regex Constant();

    [GeneratedRegex(@"[hH]eaders\[""([^""]+)""\] = ")]
    private static partial Regex ByName();

    [GeneratedRegex(@"[hH]eaders\.([A-Z]\w+) = ")]
    private static partial Regex ByProperty();

    [GeneratedRegex(@"[hH]eaders\[([A-Z][\w.]*)\] = ")]
    private static partial Regex ByConstant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])|(?<=^X)(?=[A-Z])")]
    private static partial Regex Dashed();

    [GeneratedRegex("^[a-z][a-z-]*$")]
    private static partial Regex Name();
}
