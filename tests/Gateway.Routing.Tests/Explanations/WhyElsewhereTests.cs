using Gateway.Routing.Candidates;
using Gateway.Routing.Catalog;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;
using Gateway.Routing.Tests.Routes;

namespace Gateway.Routing.Tests.Explanations;

/// <summary>The reasons given for skipping own machines, and the cases in which there is nothing to explain.</summary>
public class WhyElsewhereTests
{
    private const Policy Default = Policy.LocalFirst;

    [Theory]
    [InlineData("Coder", 0, null)]
    [InlineData(
        "Coder", 50_000,
        "cloud/big-coder answers for 'Coder': own machines first, but own/a-coder takes 8,192 tokens, the prompt has about 50,000; "
        + "own/b-coder takes 8,192 tokens, the prompt has about 50,000; and 1 more.")]
    [InlineData(
        "Listed", 50_000,
        "cloud/big-coder answers for 'Listed': as listed, but own/a-coder takes 8,192 tokens, the prompt has about 50,000.")]
    // What the client wished for, and what stands behind the one that answers, is no reason.
    [InlineData("Coder:cloud", 50_000, null)]
    [InlineData("Coder@70b+", 0, null)]
    [InlineData("CloudFirst", 0, null)]
    [InlineData("big-coder", 50_000, null)]
    public void Length_IsSaid_WhereOwnMachinesGoFirst(string name, long tokens, string? words) =>
        Assert.Equal(words, Words(Table(), name, tokens));

    [Theory]
    [InlineData(Policy.Fastest)]
    [InlineData(Policy.Cheapest)]
    [InlineData(Policy.LeastBusy)]
    public void AbilityIsSaid_UnderEveryOrder_AndTheOrderItselfIsNot(Policy policy)
    {
        var table = Table(policy);
        Assert.Contains("own/a-coder takes 8,192 tokens", Words(table, "Coder", 50_000), StringComparison.Ordinal);
        table.Find("big-coder").State.Speed.Measured(0.1, 1000, 1);
        Assert.Null(Words(table, "Coder", 0));
    }

    [Fact]
    public void PlaceThatIsNotProved_IsSaidLikeACloud()
    {
        var table = World.Table(
            [
                World.Own("own", World.Model("a-coder", context: 8_192)),
                World.Own("odd", World.Model("odd-coder", context: 131_072) with { IsPlaceUnproved = true }),
            ],
            [World.Route("Listed", ("own", "a-coder"), ("odd", "odd-coder"))]);
        Assert.StartsWith(
            "odd/odd-coder answers for 'Listed': as listed, but own/a-coder takes 8,192 tokens", Words(table, "Listed", 50_000),
            StringComparison.Ordinal);
    }

    [Fact]
    public void News_OfAnAttempt_GoesBeforeHowAModelIsNow()
    {
        var table = Table();
        var (selection, first) = Select(table, "Listed", 0);
        Assert.Equal("own/a-coder", first.ToString());
        var cloud = table.Find("big-coder");
        var words = Explainer.WorthTelling(
            table.Match("Listed")!, selection, new Needs(Demand.None), cloud, static c => c.Model == "a-coder" ? "was slow" : null);
        Assert.Equal("cloud/big-coder answers for 'Listed': as listed, but own/a-coder was slow.", words);
    }

    [Fact]
    public void MachineThatIsDown_IsSaidWhereTheNameReachesFurtherToo()
    {
        var table = World.Table(
            [World.Own("own", World.Model("a-coder"), World.Model("seer", "completion vision")),
            World.Cloud("cloud", World.Model("eye", "completion vision"))]);
        table.Find("seer").Load.IsDown = true;
        Assert.EndsWith(
            "so any that does may answer: cloud/eye, since own/seer is tried last: nothing answers there at present.",
            Words(table, "Coder", 0, Demand.Vision), StringComparison.Ordinal);
    }

    private static string? Words(RouteTable table, string name, long tokens, Demand demand = Demand.None)
    {
        var (selection, first) = Select(table, name, tokens, demand);
        return Explainer.WorthTelling(table.Match(name)!, selection, new Needs(demand, tokens), first);
    }

    private static (Routing.Routes.Selection Selection, Candidate First) Select(
        RouteTable table, string name, long tokens, Demand demand = Demand.None)
    {
        Shortlist list = default;
        var selection = Selector.Select(table.Match(name)!, new Needs(demand, tokens), null, new Random(1), ref list);
        Assert.True(selection.IsFound);
        return (selection, list[0]);
    }

    private static RouteTable Table(Policy policy = Default)
    {
        BackendHoldings[] backends =
        [
            World.Own(
                "own", World.Model("a-coder", context: 8_192), World.Model("b-coder", context: 8_192),
                World.Model("c-coder", context: 8_192)),
            World.Cloud("cloud", World.Model("big-coder", context: 131_072) with { ParameterSize = "100B" }),
        ];
        return World.Table(
            backends,
            [World.Route("Listed", ("own", "a-coder"), ("cloud", "big-coder")),
            World.Route("CloudFirst", ("cloud", "big-coder"), ("own", "a-coder"))],
            new RoutingSettings(policy));
    }
}
