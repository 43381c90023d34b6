using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>The page of promises names only tests that exist, and its sections are the folders of the tests of promises.</summary>
public sealed partial class PromisesPageTests
{
    private const string Promises = "tests/Gateway.Tests/Promises";

    private static readonly string s_page = Repo.Text("docs/promises.md");

    [Fact]
    public void EveryTest_ThatThePageNames_Exists()
    {
        var known = typeof(PromisesPageTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods().Where(m => m.IsDefined(typeof(FactAttribute), true)).Select(m => $"{t.Name}.{m.Name}"))
            .Concat(TestsOfClients())
            .ToHashSet();
        var named = TestName().Matches(s_page).Select(m => m.Groups[1].Value).ToList();
        Assert.True(named.Count > 20);
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void EveryClassOfTests_ThatThePageNames_Exists() =>
        Assert.Empty(ClassName().Matches(s_page).Select(m => m.Groups[1].Value)
            .Except(Repo.Sources("tests").Select(f => Path.GetFileNameWithoutExtension(f)!)));

    // The line below each title is the one place that says which folder it belongs to.
    [Fact]
    public void EverySection_HasAFolder_AndEveryFolderASection() =>
        Assert.Equal(Topics().Select(t => t.Folder).Distinct().Order(), Sections().Select(s => s.Folder).Order());

    [Fact]
    public void EveryFileOfAFolder_IsNamedInItsSection()
    {
        var sections = Sections().ToLookup(s => s.Folder, s => s.Text);
        var tests = Topics().Where(t => t.Class.EndsWith("Tests", StringComparison.Ordinal));
        Assert.All(tests, t => Assert.Contains(sections[t.Folder], text => Regex.IsMatch(text, $@"`{t.Class}\b")));
    }

    private static IEnumerable<(string Folder, string Text)> Sections() =>
        from text in s_page.Split("\n## ").Skip(1)
        select (FolderOfSection().Match(text) is { Success: true } m ? m.Groups[1].Value : $"none: {text.Split('\n')[0]}", text);

    private static IEnumerable<(string Folder, string Class)> Topics() =>
        from file in Repo.Sources(Promises)
        let path = Path.GetRelativePath(Path.Combine(Repo.Root, Promises), file).Split(Path.DirectorySeparatorChar)
        where path.Length > 1
        select (path[0], Path.GetFileNameWithoutExtension(file));

    // They are in a program of their own, so they are found in its sources.
    private static IEnumerable<string> TestsOfClients() =>
        from file in Repo.Sources("tests/Gateway.Clients.Tests")
        from Match method in TestMethod().Matches(File.ReadAllText(file))
        select $"{Path.GetFileNameWithoutExtension(file)}.{method.Groups[1].Value}";

    [GeneratedRegex(@"^    public (?:async )?(?:Task|void) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"`(\w+Tests)\b")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"\A.+\n\nTests: \[Promises/(\w+)\]\(\.\./tests/Gateway\.Tests/Promises/\1\)\n")]
    private static partial Regex FolderOfSection();
}
