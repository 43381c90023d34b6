using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>The page of promises names tests that exist.</summary>
public sealed partial class PromisesPageTests
{
    [Fact]
    public void EveryTest_ThatThePageNames_Exists()
    {
        var known = typeof(PromisesPageTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods().Where(m => m.IsDefined(typeof(FactAttribute), true)).Select(m => $"{t.Name}.{m.Name}"))
            .ToHashSet();
        var named = TestName().Matches(File.ReadAllText(Path.Combine(Repo.Root, "docs/promises.md"))).Select(m => m.Groups[1].Value).ToList();
        Assert.True(named.Count > 20);
        Assert.Empty(named.Except(known));
    }

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex TestName();
}
