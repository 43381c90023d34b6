using Gateway.Routing.Catalog;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

public class WideningTests
{
    private static readonly BackendHoldings[] Backends =
    [
        World.Own(
            "own", World.Model("a-coder:7b", "completion", 8_000), World.Model("seeing-coder:7b", "completion vision", 8_000),
            World.Model("eyes:7b", "completion vision", 64_000)),
        World.Cloud("cloud", World.Model("long-coder", "completion", 1_000_000), World.Model("long-eyes", "completion vision", 1_000_000)),
    ];

    [Theory]
    [InlineData(Widening.Any, Demand.None, 0, Stage.Own, "own/a-coder:7b")]
    [InlineData(Widening.Any, Demand.Vision, 0, Stage.WithTag, "own/seeing-coder:7b")]
    [InlineData(Widening.Tag, Demand.Vision, 0, Stage.WithTag, "own/seeing-coder:7b")]
    [InlineData(Widening.Any, Demand.Vision, 20_000, Stage.AnyAble, "own/eyes:7b")]
    [InlineData(Widening.Any, Demand.None, 500_000, Stage.WithTag, "cloud/long-coder")]
    public void Tag_ReachesNoFurtherThanItMust(Widening widening, Demand demand, long tokens, Stage stage, string first)
    {
        var table = World.Table(Backends, [World.Route("Coder", ("own", "a-coder:7b"))], new RoutingSettings(Widening: widening));
        var explanation = table.Explain("Coder", demand, tokens);
        Assert.Equal((stage, first), (explanation.Selection.Stage, explanation.Candidates[0].Candidate.ToString()));
    }

    [Theory]
    [InlineData(Widening.None, Demand.Vision, 0)]
    [InlineData(Widening.Tag, Demand.Vision, 20_000)]
    [InlineData(Widening.Any, Demand.Audio, 0)]
    [InlineData(Widening.Any, Demand.None, 5_000_000)]
    public void Tag_BeyondItsReach_IsRefused(Widening widening, Demand demand, long tokens)
    {
        var table = World.Table(Backends, [World.Route("Coder", ("own", "a-coder:7b"))], new RoutingSettings(Widening: widening));
        Assert.False(table.Explain("Coder", demand, tokens).Selection.IsFound);
    }

    [Fact]
    public void Name_ThatLeadsNowhereEvenForPlainText_IsNotWidened()
    {
        var table = World.Table(Backends, [World.Route("Mine", ("own", "a-coder:7b"))]);
        Assert.Equal("", table.Choose("Mine:cloud", Demand.Vision));
        // A list that is no tag means just what it lists.
        Assert.Equal("", table.Choose("Mine", Demand.Vision));
        Assert.Equal("own/eyes:7b", table.Choose("Coder", Demand.Vision, 30_000).Split(", ")[0]);
    }

    [Fact]
    public void Tag_OfTheOperatorsList_MayHoldAModelNobodyKnows()
    {
        BackendHoldings[] backends = [World.Cloud("c", World.Model("our-tune", null, null)), .. Backends];
        var table = World.Table(backends, [World.Route("Ours", ("c", "our-tune"))]);

        // Named by the operator, it is tried; behind a tag of the catalog, only what is known counts.
        Assert.Equal("c/our-tune", table.Choose("Ours", Demand.Tools | Demand.Vision));
        Assert.DoesNotContain("our-tune", table.Choose("Chat", Demand.Vision), StringComparison.Ordinal);
    }
}
