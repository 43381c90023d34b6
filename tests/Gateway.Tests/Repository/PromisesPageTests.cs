using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>The page of promises names only tests that exist.</summary>
public sealed partial class PromisesPageTests
{
    [Fact]
    public void EveryTest_ThatThePageNames_Exists()
    {
        var known = typeof(PromisesPageTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods().Where(m => m.IsDefined(typeof(FactAttribute), true)).Select(m => $"{t.Name}.{m.Name}"))
            .Concat(TestsOfClients())
            .ToHashSet();
        var named = TestName().Matches(File.ReadAllText(Path.Combine(Repo.Root, "docs/promises.md"))).Select(m => m.Groups[1].Value)
            .ToList();
        Assert.True(named.Count > 20);
        Assert.Empty(named.Except(known));
    }

    // They are in a program of their own, so they are found in its sources.
    private static IEnumerable<string> TestsOfClients() =>
        from file in Repo.Sources("tests/Gateway.Clients.Tests")
        from Match method in TestMethod().Matches(File.ReadAllText(file))
        select $"{Path.GetFileNameWithoutExtension(file)}.{method.Groups[1].Value}";

    [GeneratedRegex(@"^    public (?:async )?(?:Task|void) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex TestName();
}
