using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

/// <summary>A limit counts requests under every name of its subject.</summary>
public sealed class RuleNameTests
{
    private static readonly RouteTable Table = World.Table(
        [
            World.Own("up1", World.Model("x:latest"), World.Model("y")) with
            {
                Traits = new BackendTraits("up1", IsLocal: true) { HasImplicitTag = true }
            },
            World.Cloud("up2", World.Model("x:latest"), World.Model("a.gguf") with { Aliases = ["fast"] }),
            World.Cloud("up3", World.Model("b.gguf") with { Aliases = ["fast"] }),
            World.Cloud("silent") with { Models = null },
        ],
        [World.Route("Fix", ("up1", "y")) with { Aliases = ["mend"] }, World.Route("Seeing", ("up1", "y")) with { Aliases = ["视觉"] }]);

    [Theory]
    [InlineData("x", "x", "x:latest", "up1/x", "UP1/x:latest", "up2/x:latest", "X:local")]
    [InlineData("x:latest", "x", "up1/x")]
    [InlineData("up1/x", "up1/x", "up1/x:latest", "x")]
    [InlineData("a.gguf", "a.gguf", "up2/fast", "fast")]
    [InlineData("Coder", "编程", "代码", "coder:local", "Coder+Math", "Tools+代码", "Coder+Coder")]
    [InlineData("编程", "Coder", "Coder+Math")]
    [InlineData("mend", "Fix", "MEND", "fix:local")]
    [InlineData("Vision", "视觉", "seeing", "Vision+Math")]
    [InlineData("视觉", "Vision", "Seeing", "Vision+Math")]
    [InlineData("自动", "auto")]
    [InlineData("later", "silent/later", "SILENT/Later")]
    [InlineData("x", "silent/x")]
    public void Name_CountsWhatMeansTheSame(string written, params string[] asked)
    {
        var name = new RuleName(written, Table);
        Assert.All(asked, a => Assert.True(name.Means(Table.Match(a)!.CountedAs), $"{written} does not count {a}"));
    }

    [Theory]
    [InlineData("x", "y", "up1/y", "Coder", "Fix", "auto")]
    [InlineData("up1/x", "up2/x:latest", "silent/y")]
    [InlineData("Coder", "Math", "auto", "Chat", "y")]
    [InlineData("Coder+Math", "Coder", "Math")]
    [InlineData("Fix", "y", "up1/y", "Seeing")]
    [InlineData("fast", "x")]
    public void Name_CountsNothingElse(string written, params string[] asked)
    {
        var name = new RuleName(written, Table);
        Assert.All(asked, a => Assert.False(name.Means(Table.Match(a)!.CountedAs), $"{written} counts {a}"));
    }

    [Theory]
    [InlineData("gone", "gone", true)]
    [InlineData("gone", "nowhere/GONE", true)]
    [InlineData("gone", "nowhere/x", false)]
    [InlineData("Coder", "nowhere/Coder", false)]
    public void Name_OfLongAgo_IsCountedByItsText(string written, string asked, bool counts) =>
        Assert.Equal(counts, new RuleName(written, Table).Means(asked));
}
